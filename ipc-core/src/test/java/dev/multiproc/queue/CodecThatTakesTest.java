package dev.multiproc.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.codec.Codec;
import dev.multiproc.testing.LeavesNothingBehind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An item that is made of others: the thread that takes it takes those meanwhile. */
@ExtendWith(LeavesNothingBehind.class)
class CodecThatTakesTest {
    private static SharedQueue<String> parts;

    /** Reads an item that begins with a plus as made of the next of the parts. */
    public static final class Assembling implements Codec {
        @Override
        public byte[] encode(Object item) {
            return ((String) item).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Object decode(byte[] bytes) {
            return decode(bytes, 0, bytes.length);
        }

        @Override
        public Object decode(byte[] bytes, int offset, int length) {
            String part = bytes[offset] == '+' ? "<" + parts.poll() + ">" : "";
            // Read only now, when the part has been read too.
            return new String(bytes, offset, length, StandardCharsets.UTF_8) + part;
        }
    }

    @Test
    void eachItemIsTakenOnceAndNoneIsLeft() throws InterruptedException {
        try (Multiprocessing mp = Multiprocessing.open(Options.defaults().withCodec(new Assembling()))) {
            SharedQueue<String> wholes = mp.queue();
            parts = mp.queue();
            for (int i = 0; i < 3; i++) {
                wholes.put("+whole " + i);
                parts.put("+branch");
                parts.put("leaf");
            }
            for (int i = 0; i < 3; i++) {
                assertThat(wholes.take()).isEqualTo("+whole " + i + "<+branch<leaf>>");
            }
            assertThat(wholes).isEmpty();
            assertThat(parts).isEmpty();
            assertThat(wholes.remainingCapacity()).isPositive();
            assertThat(wholes.deadLetters()).isEmpty();
        } finally {
            parts = null;
        }
    }
}
