package dev.multiproc.launcher.work;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.worker.ItemConsumer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassSinkTest {
    /** A consumer whose own connection breaks. */
    public static final class Sender implements ItemConsumer<String> {
        @Override
        public void accept(String item) throws IOException {
            if (item.equals("far")) {
                throw new IOException("Broken pipe");
            }
        }
    }

    private record Handed(String value, List<String> said) implements Delivered {
        @Override
        public byte[] bytes() {
            return value.getBytes(UTF_8);
        }

        @Override
        public int producer() {
            return 0;
        }

        @Override
        public int number() {
            return 0;
        }

        @Override
        public long sequence() {
            return 1;
        }

        @Override
        public boolean isOfThisRun() {
            return true;
        }

        @Override
        public int deliveryCount() {
            return 1;
        }

        @Override
        public void done() {
            said.add("done " + value);
        }

        @Override
        public void failed(String reason) {
            said.add("failed " + value + ": " + reason.replaceAll(", at .*Sender.accept.*", ", at its place"));
        }
    }

    @Test
    void whatTheUsersClassThrowsConcernsTheItemOnly() throws Exception {
        List<String> said = new ArrayList<>();
        try (Handler handler = new ClassSink(Sender.class.getName()).open()) {
            handler.accept(new Handed("far", said));
            handler.accept(new Handed("near", said));
        }

        assertThat(said).containsExactly("failed far: java.io.IOException: Broken pipe, at its place", "done near");
    }
}
