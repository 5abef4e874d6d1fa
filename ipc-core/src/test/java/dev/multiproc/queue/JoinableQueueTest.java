package dev.multiproc.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.multiproc.Multiprocessing;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a {@link JoinableQueue} over a log has beyond what a {@link QueueContract} says. */
@ExtendWith(LeavesNothingBehind.class)
class JoinableQueueTest {
    private Multiprocessing session;
    private JoinableQueue<String> queue;

    @BeforeEach
    void open() {
        session = Multiprocessing.open();
        queue = session.joinableQueue();
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux lists mappings in /proc")
    void theSessionsEndLetsGoOfTheFilesOfItemsInFlight() throws InterruptedException, IOException {
        queue.put("a");
        queue.take();
        String directory = session.toString().replaceAll(".*directory=|]$", "");
        assertThat(logMappings(directory)).isNotEmpty();
        session.close();
        // Chronicle lets go of its own mapping in the background.
        await().untilAsserted(() -> assertThat(logMappings(directory)).isEmpty());
        assertThatIllegalStateException().isThrownBy(queue::taskDone);
    }

    private static List<String> logMappings(String directory) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .filter(line -> line.contains(directory + "/queues/"))
                .toList();
    }

    @Test
    void toStringNamesTheQueueAndItsSize() {
        queue.add("a");
        assertThat(queue).hasToString("JoinableQueue[name=" + queue.name() + ", size=1]");
    }
}
