package dev.multiproc.crash;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;
import dev.multiproc.internal.control.KillPoint;
import dev.multiproc.internal.control.KillSwitch;
import dev.multiproc.queue.Delivery;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueOptions;
import dev.multiproc.testing.Actor;
import dev.multiproc.testing.Cast;
import dev.multiproc.testing.KillPointSource;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import dev.multiproc.testing.Signals;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * A process is stopped, not killed, halfway through what it does to a queue. Whoever takes from that queue, or looks at it, goes
 * on with the rest, waits no longer than it is told, can be interrupted, and uses no processor meanwhile.
 */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class StoppedHalfwayIT {
    private static final String BULKY = "y".repeat(50_000);
    private static final long MAX_BUSY_MILLIS = 200;

    private Cast cast;
    private Multiprocessing session;
    private Actor anna;
    private JoinableQueue<String> queue;
    private ChildProcess stopped;

    /** Does something to a queue, and stops its process at a place. */
    record Victim(String point, Actor.Action action) implements ProcessTask {
        @Override
        public void run() throws Exception {
            KillSwitch.arm(point, Victim::stop);
            action.run();
        }

        private static void stop() {
            try {
                Signals.send("STOP", ProcessHandle.current().pid());
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @BeforeEach
    void open() throws InterruptedException {
        cast = Cast.ofThreads();
        session = cast.session();
        anna = cast.hire();
        anna = cast.hire();
        queue = session.joinableQueue(QueueOptions.unbounded().withMaxDeliveries(3));
    }

    @AfterEach
    void close() throws Exception {
        if (stopped != null) {
            Signals.send("CONT", pid(stopped));
        }
        cast.close();
    }

    private void stopAt(KillPoint point, Actor.Action action) throws Exception {
        stopped = session.process(new Victim(point.name(), action)).start();
        Awaitility.await().atMost(60, SECONDS).until(() -> Signals.isStopped(pid(stopped)));
    }

    private static long pid(ChildProcess child) {
        return child.pid().orElseThrow();
    }

    /** All that does not change the queue, and all that waits, where nothing can be taken. */
    private void assertNobodyHangs() throws Exception {
        long busy = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        assertThat(queue.poll(300, MILLISECONDS)).isNull();
        assertThat(queue.receive(300, MILLISECONDS)).isNull();
        assertThat(queue.poll()).isNull();
        assertThat(queue.drainTo(new ArrayList<>())).isZero();
        assertThat(queue.peek()).isNull();
        assertThat(queue).isEmpty();
        assertThat(queue.iterator().hasNext()).isFalse();
        assertThat(queue.join(300, MILLISECONDS)).isFalse();
        assertThat(queue.unfinished()).isPositive();
        busy = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - busy;
        assertThat(busy / 1_000_000).as("milliseconds of processor time").isLessThan(MAX_BUSY_MILLIS);
        JoinableQueue<String> it = queue;
        for (Actor.Action call : List.<Actor.Action>of(it::take, it::receive, it::join)) {
            Actor.Call<Boolean> waiting = anna.beginTo(call).awaitAsleep();
            waiting.interrupt();
            assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
        }
    }

    private void goOn() throws Exception {
        Signals.send("CONT", pid(stopped));
        stopped.join();
        assertThat(stopped.exitCode()).hasValue(0);
        stopped = null;
    }

    private void assertComesAndIsDone(String... items) throws Exception {
        for (String item : items) {
            assertThat(queue.poll(60, SECONDS)).isEqualTo(item);
            queue.taskDone();
        }
        assertThat(queue.join(60, SECONDS)).isTrue();
        assertThat(queue.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @KillPointSource(names = {"PUT_COUNTED"})
    void nobodyHangsOnAnItemThatIsCountedAndNotThere(KillPoint point) throws Exception {
        JoinableQueue<String> it = queue;
        stopAt(point, () -> it.put("a"));
        assertNobodyHangs();
        Actor.Call<String> waiting = anna.begin(it::take).awaitAsleep();
        goOn();
        assertThat(waiting.result()).isEqualTo("a");
        queue.taskDone();
        assertComesAndIsDone();
    }

    @ParameterizedTest
    @KillPointSource(names = {"PUT_COUNTED"})
    void nobodyHangsOnManyThatAreCountedAndNotThere(KillPoint point) throws Exception {
        JoinableQueue<String> it = queue;
        stopAt(point, () -> it.putAll(List.of("a", "b", "c")));
        assertNobodyHangs();
        goOn();
        assertComesAndIsDone("a", "b", "c");
    }

    /** The first page is full; what is behind it is not there, or not entered, or has no item yet. */
    @ParameterizedTest
    @KillPointSource(names = {"PAGE_ENDED", "PAGE_ENTERED"})
    void nobodyHangsAtTheEndOfAPage(KillPoint point) throws Exception {
        JoinableQueue<String> it = queue;
        stopAt(point, () -> {
            for (int i = 0; i < 4; i++) {
                it.put(i + BULKY);
            }
        });
        assertThat(queue.poll(60, SECONDS)).isEqualTo("0" + BULKY);
        assertThat(queue.poll(60, SECONDS)).isEqualTo("1" + BULKY);
        assertNobodyHangs();
        goOn();
        queue.taskDone();
        queue.taskDone();
        assertComesAndIsDone("2" + BULKY, "3" + BULKY);
    }

    /** One is given back, or taken again, under a lock that its process holds. What else is there can be had. */
    @ParameterizedTest
    @KillPointSource(names = {"RETURN_MARKED", "RETURN_TAKEN"})
    void whatElseIsThereIsTakenWhileAReturnedItemIsHeldUp(KillPoint point) throws Exception {
        JoinableQueue<String> it = queue;
        queue.putAll(List.of("a", "b"));
        Delivery<String> other = queue.receive();
        other.retry();
        stopAt(point, () -> {
            try (Delivery<String> mine = it.receive()) {
                mine.retry();
            }
        });
        assertThat(queue.take()).isEqualTo("b");
        queue.taskDone();
        assertNobodyHangsWithOneBehindALock();
        Actor.Call<String> waiting = anna.begin(it::take).awaitAsleep();
        goOn();
        assertThat(waiting.result()).isEqualTo("a");
        queue.taskDone();
        assertComesAndIsDone();
    }

    private void assertNobodyHangsWithOneBehindALock() throws Exception {
        long busy = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        assertThat(queue.poll(300, MILLISECONDS)).isNull();
        assertThat(queue.poll()).isNull();
        assertThat(queue.drainTo(new ArrayList<>())).isZero();
        assertThat(queue.peek()).isIn(null, "a");
        assertThat(List.copyOf(queue)).isSubsetOf("a");
        busy = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - busy;
        assertThat(busy / 1_000_000).as("milliseconds of processor time").isLessThan(MAX_BUSY_MILLIS);
        JoinableQueue<String> it = queue;
        Actor.Call<Boolean> waiting = anna.beginTo(it::take).awaitAsleep();
        waiting.interrupt();
        assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
    }

    @ParameterizedTest
    @KillPointSource(names = {"TAKE_CLAIMED", "TAKE_HEAD_MOVED", "TAKE_READ", "DONE_BEGUN"})
    void nobodyHangsOnAnItemThatAnotherHasTaken(KillPoint point) throws Exception {
        JoinableQueue<String> it = queue;
        queue.put("a");
        stopAt(point, () -> {
            it.take();
            it.taskDone();
        });
        assertNobodyHangs();
        goOn();
        assertComesAndIsDone();
    }

    /** Of another process that holds the dead letters up a taker hears that its own item could not be moved there. */
    @ParameterizedTest
    @KillPointSource(names = {"PUT_LOCKED", "PUT_COUNTED"})
    void nobodyHangsOnTheDeadLetters(KillPoint point) throws Exception {
        JoinableQueue<String> it =
                session.joinableQueue(QueueOptions.unbounded().withMaxDeliveries(1));
        it.put("a");
        it.deadLetters();
        stopAt(point, () -> it.deadLetters().put("in the way"));
        Delivery<String> delivery = it.receive();
        Throwable refused = anna.failureOf(delivery::retry);
        assertThat(refused).hasMessageContaining("dead letters");
        assertThat(it).containsExactly("a");
        goOn();
        it.receive().retry();
        assertThat(it.deadLetters()).containsExactly("in the way", "a");
    }

    /** Items of the dead process that cannot be moved to the dead letters now do not block other items. */
    @ParameterizedTest
    @KillPointSource(names = "PUT_COUNTED")
    void aSweepGoesOnThoughTheDeadLettersAreHeldUp(KillPoint point) throws Exception {
        JoinableQueue<String> poisoned =
                session.joinableQueue(QueueOptions.unbounded().withMaxDeliveries(1));
        poisoned.put("poison");
        queue.put("a");
        stopAt(point, () -> poisoned.deadLetters().put("in the way"));
        JoinableQueue<String> it = queue;
        ChildProcess victim = session.process(() -> {
                    poisoned.take();
                    it.take();
                    Runtime.getRuntime().halt(1);
                })
                .start();
        ProcessHandle handle = ProcessHandle.of(pid(victim)).orElseThrow();
        Awaitility.await().atMost(60, SECONDS).until(() -> !ParentProgram.isRunning(handle));
        assertThat(queue.poll(60, SECONDS)).isEqualTo("a");
        queue.taskDone();
        goOn();
        assertThat(poisoned.join(60, SECONDS)).isTrue();
        assertThat(poisoned.deadLetters()).containsExactly("in the way", "poison");
    }
}
