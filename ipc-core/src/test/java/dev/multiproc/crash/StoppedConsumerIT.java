package dev.multiproc.crash;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.Delivery;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.LeaseExpiredException;
import dev.multiproc.queue.QueueOptions;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.Signals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Consumers that are stopped, or killed with their whole session, and what becomes of their items then. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class StoppedConsumerIT {
    private static final Duration LEASE = Duration.ofMillis(1_500);

    @TempDir
    private Path directory;

    /** Takes an item, is stopped over it, and then tries to finish it. */
    private static void work(JoinableQueue<String> queue, SharedQueue<String> said) throws Exception {
        Delivery<String> delivery = queue.receive();
        said.put("took " + delivery.value());
        Signals.send("STOP", ProcessHandle.current().pid());
        try {
            delivery.done();
        } catch (LeaseExpiredException e) {
            said.put("too late for " + e.itemId());
        }
        delivery.close();
        Delivery<String> next = queue.receive();
        next.done();
        said.put("did " + next.value());
    }

    @Test
    void theItemOfAStoppedConsumerGoesToAnotherAndIsFinishedOnce() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open()) {
            JoinableQueue<String> queue =
                    mp.joinableQueue(QueueOptions.unbounded().withLease(LEASE));
            SharedQueue<String> said = mp.queue();
            queue.put("a");
            ChildProcess stopped = mp.process(() -> work(queue, said)).start();
            assertThat(said.take()).isEqualTo("took a");
            try (Delivery<String> again = queue.receive()) {
                assertThat(again.value()).isEqualTo("a");
                assertThat(again.deliveryCount()).isEqualTo(2);
                again.done();
            }
            assertThat(queue.join(20, SECONDS)).isTrue();
            Signals.send("CONT", stopped.pid().orElseThrow());
            assertThat(said.take()).isEqualTo("too late for 0");
            queue.put("b");
            assertThat(said.take()).isEqualTo("did b");
            stopped.join();
            assertThat(stopped.exitCode()).hasValue(0);
            assertThat(queue.join(0, SECONDS)).isTrue();
            assertThat(queue.deadLetters()).isEmpty();
        }
    }

    @Test
    void theItemOfADeadConsumerWaitsForTheBackOff() throws Exception {
        Duration delay = Duration.ofMillis(700);
        try (Multiprocessing mp = Multiprocessing.open()) {
            JoinableQueue<String> queue =
                    mp.joinableQueue(QueueOptions.unbounded().withRetryBackOff(delay, delay));
            queue.put("a");
            long begin = System.nanoTime();
            mp.process(() -> {
                        queue.take();
                        Runtime.getRuntime().halt(9);
                    })
                    .start()
                    .join();
            assertThat(queue.size()).isZero();
            assertThat(queue.unfinished()).isOne();
            assertThat(queue.take()).isEqualTo("a");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(delay);
            queue.taskDone();
        }
    }

    /** The program that is killed with kill -9. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) throws InterruptedException {
            Multiprocessing mp = Multiprocessing.open(Path.of(args[0]));
            JoinableQueue<String> queue =
                    mp.joinableQueue("work", QueueOptions.unbounded().withLease(LEASE));
            queue.putAll(List.of("later", "soon", "held"));
            queue.receive().retry(Duration.ofHours(1));
            queue.receive().retry(Duration.ofMillis(1));
            while (queue.size() < 2) {
                Thread.onSpinWait();
            }
            queue.drainTo(new ArrayList<>());
            Runtime.getRuntime().halt(9);
        }
    }

    @Test
    void delaysAndLeasesOutliveTheDeathOfAllProcesses() throws Exception {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        directory.resolve("session").toString())
                .inheritIO()
                .start();
        assertThat(program.waitFor()).isEqualTo(9);
        try (Multiprocessing mp = Multiprocessing.open(directory.resolve("session"))) {
            JoinableQueue<String> queue = mp.joinableQueue("work");
            assertThat(queue.unfinished()).isEqualTo(3);
            assertThat(queue).containsExactly("soon", "held");
            assertThat(queue.receive().value()).isEqualTo("soon");
            try (Delivery<String> held = queue.receive()) {
                held.done();
            }
            Delivery<String> soon = queue.receive();
            assertThat(soon.value()).as("its lease has ended here too").isEqualTo("soon");
            soon.done();
            assertThat(queue.poll()).isNull();
            assertThat(queue.unfinished()).isOne();
        }
    }
}
