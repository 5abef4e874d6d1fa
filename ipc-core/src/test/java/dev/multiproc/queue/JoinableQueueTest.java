package dev.multiproc.queue;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.multiproc.Multiprocessing;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@link JoinableQueue} has beyond {@link SharedQueue}, inside one process. */
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
    void joinReturnsAtOnceWhileNothingWasPut() throws InterruptedException {
        queue.join();
        assertThat(queue.join(0, SECONDS)).isTrue();
        assertThat(queue.unfinished()).isZero();
    }

    @Test
    void joinWaitsForItemsThatWaitAndItemsInFlight() throws InterruptedException {
        queue.putAll(List.of("a", "b"));
        Caller<Void> joiner = Caller.running(queue::join).awaitBlocked();
        queue.take();
        queue.take();
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.unfinished()).isEqualTo(2);
        queue.taskDone();
        assertThat(queue.unfinished()).isEqualTo(1);
        joiner.awaitBlocked();
        queue.taskDone();
        joiner.result();
        assertThat(queue.unfinished()).isZero();
    }

    @Test
    void everyJoinIsWoken() throws InterruptedException {
        queue.put("a");
        List<Caller<Boolean>> joiners = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            joiners.add(Caller.of(() -> queue.join(Long.MAX_VALUE, SECONDS)));
        }
        joiners.forEach(Caller::awaitBlocked);
        queue.take();
        queue.taskDone();
        for (Caller<Boolean> joiner : joiners) {
            assertThat(joiner.result()).isTrue();
        }
    }

    @Test
    void joinWithALimitSaysWhetherAllIsDoneAndIsNeverEarly() throws InterruptedException {
        queue.put("a");
        long begin = System.nanoTime();
        assertThat(queue.join(50, MILLISECONDS)).isFalse();
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(MILLISECONDS.toNanos(50));
        assertThat(queue.join(0, MILLISECONDS)).isFalse();
        assertThat(queue.join(-1, MILLISECONDS)).isFalse();
        queue.take();
        queue.taskDone();
        assertThat(queue.join(50, MILLISECONDS)).isTrue();
    }

    @Test
    void aJoinThatIsSatisfiedCanBeFollowedByMoreWork() throws InterruptedException {
        for (int round = 0; round < 3; round++) {
            queue.put("a");
            Caller<Void> joiner = Caller.running(queue::join).awaitBlocked();
            queue.take();
            queue.taskDone();
            joiner.result();
        }
    }

    @Test
    void taskDoneOnceTooOftenIsRefused() throws InterruptedException {
        assertThatIllegalStateException().isThrownBy(queue::taskDone).withMessageContaining("too many times");
        queue.put("a");
        assertThatIllegalStateException()
                .as("an item that was not taken cannot be done")
                .isThrownBy(queue::taskDone);
        queue.take();
        queue.taskDone();
        assertThatIllegalStateException().isThrownBy(queue::taskDone).withMessageContaining(queue.name());
    }

    @Test
    void taskDoneFinishesTheOldestAndCloseGivesTheOthersBack() throws InterruptedException {
        JoinableQueue<String> named = session.joinableQueue("named");
        named.putAll(List.of("a", "b", "c"));
        named.take();
        named.take();
        named.taskDone();
        named.close();
        JoinableQueue<String> again = session.joinableQueue("named");
        assertThat(again).containsExactly("b", "c");
        assertThat(again.unfinished()).isEqualTo(2);
        try (Delivery<String> delivery = again.receive()) {
            assertThat(delivery.value()).isEqualTo("b");
            assertThat(delivery.deliveryCount()).isEqualTo(2);
        }
    }

    @Test
    void aBlockedJoinIsEndedByClose() throws InterruptedException {
        queue.put("a");
        Caller<Void> joiner = Caller.running(queue::join).awaitBlocked();
        queue.close();
        assertThat(joiner.failure()).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
        assertThatIllegalStateException().isThrownBy(queue::join);
        assertThatIllegalStateException().isThrownBy(queue::receive);
        assertThatIllegalStateException().isThrownBy(queue::unfinished);
        assertThatIllegalStateException().isThrownBy(queue::taskDone);
    }

    @Test
    void joinGoesOnAfterShutdownUntilAllIsDone() throws InterruptedException {
        queue.putAll(List.of("a", "b"));
        Caller<Void> joiner = Caller.running(queue::join).awaitBlocked();
        queue.shutdown();
        queue.take();
        queue.take();
        queue.taskDone();
        joiner.awaitBlocked();
        queue.taskDone();
        joiner.result();
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
