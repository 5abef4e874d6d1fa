package dev.multiproc.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiproc.Multiprocessing;
import dev.multiproc.internal.control.KillSwitch;
import dev.multiproc.internal.object.SafeName;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A large item whose record cannot be written, when its file has its name already. */
@ExtendWith(LeavesNothingBehind.class)
class FailedSpillTest {
    private static final String LARGE = "x".repeat(100_000);

    @AfterEach
    void disarm() {
        KillSwitch.arm(null);
    }

    @Test
    void itsFileIsDeleted() throws Exception {
        try (Multiprocessing session = Multiprocessing.open()) {
            LogQueue<String> queue = (LogQueue<String>) session.<String>queue();
            queue.put("first");
            KillSwitch.arm(QueueKillPoint.PUT_SPILL_NAMED.name(), () -> {
                throw new InternalError("a fault in mapped memory");
            });
            assertThatThrownBy(() -> queue.put(LARGE)).isInstanceOf(InternalError.class);
            assertThat(large(queue)).isZero();
            queue.put("small");
            queue.put(LARGE);
            assertThat(queue).containsExactly("first", "small", LARGE);
            assertThat(large(queue)).isOne();
        }
    }

    private static long large(LogQueue<?> queue) throws IOException {
        Path files = queue.log()
                .context
                .files()
                .queue(SafeName.toFileName(queue.name()))
                .resolve("large");
        try (Stream<Path> all = Files.list(files)) {
            return all.filter(file -> !file.getFileName().toString().startsWith("spare"))
                    .count();
        }
    }
}
