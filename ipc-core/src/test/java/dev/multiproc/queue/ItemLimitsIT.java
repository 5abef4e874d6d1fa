package dev.multiproc.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.codec.Codec;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Too long an item that takes more memory to encode than the tests' own process has. */
@ExtendWith(LeavesNothingBehind.class)
class ItemLimitsIT {
    /** Small in memory, and long when it is written. */
    private static final class Endless implements Serializable {
        private static final long serialVersionUID = 1L;

        private void writeObject(ObjectOutputStream out) throws IOException {
            byte[] piece = new byte[1024 * 1024];
            for (int i = 0; i <= Codec.MAX_BYTES / piece.length; i++) {
                out.write(piece);
            }
        }
    }

    @Test
    void aSerializedObjectThatIsTooLongIsRefused() throws InterruptedException {
        try (Multiprocessing session = Multiprocessing.open(Options.defaults().withJvmArgs("-Xmx1g"))) {
            SharedQueue<Object> queue = session.queue();
            ChildProcess child = session.process(() -> assertThatIllegalArgumentException()
                            .isThrownBy(() -> queue.put(new Endless()))
                            .withMessageContaining("268435456 bytes (256 MiB)"))
                    .start();
            child.join();
            assertThat(child.exitCode()).hasValue(0);
            assertThat(queue.isEmpty()).isTrue();
        }
    }
}
