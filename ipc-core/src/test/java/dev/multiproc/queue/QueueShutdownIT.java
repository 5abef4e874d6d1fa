package dev.multiproc.queue;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.internal.session.Rescues;
import dev.multiproc.testing.LeavesNothingBehind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** One process shuts a queue down, others are blocked in it. */
@ExtendWith(LeavesNothingBehind.class)
@ParameterizedClass
@EnumSource(Setting.class)
class QueueShutdownIT {
    private final Setting setting;

    private Multiprocessing session;
    private SharedQueue<String> queue;

    QueueShutdownIT(Setting setting) {
        this.setting = setting;
    }

    @BeforeEach
    void open() {
        session = setting.open();
        queue = setting.queue(session, QueueOptions.bounded(1));
    }

    @AfterEach
    void close() {
        session.close();
    }

    /** The child has waited itself before, so that its way to wake others is loaded: else the safety net may be faster. */
    private ChildProcess startShutdown() {
        SharedQueue<String> empty = session.queue();
        SharedQueue<String> toShutDown = queue;
        return session.process(() -> {
                    empty.poll(1, MILLISECONDS);
                    toShutDown.shutdown();
                })
                .daemon(true)
                .start();
    }

    @Test
    void blockedTakersAreWokenByAnotherProcess() throws InterruptedException {
        List<Caller<String>> takers =
                List.of(Caller.of(queue::take), Caller.of(() -> queue.poll(Long.MAX_VALUE, SECONDS)));
        takers.forEach(Caller::awaitBlocked);
        ChildProcess child = startShutdown();
        for (Caller<String> taker : takers) {
            assertThat(taker.failure()).isInstanceOf(QueueShutdownException.class);
        }
        child.join();
        assertThat(child.exitCode()).hasValue(0);
        assertThat(Rescues.in(session)).as("wake-ups that were forgotten").isZero();
    }

    @Test
    void blockedPuttersAreWokenByAnotherProcess() throws InterruptedException {
        queue.put("a");
        List<Caller<?>> putters = List.of(
                Caller.running(() -> queue.put("b")), Caller.of(() -> queue.offer("b", Long.MAX_VALUE, SECONDS)));
        putters.forEach(Caller::awaitBlocked);
        ChildProcess child = startShutdown();
        for (Caller<?> putter : putters) {
            assertThat(putter.failure()).isInstanceOf(QueueShutdownException.class);
        }
        child.join();
        assertThat(queue).containsExactly("a");
        assertThat(Rescues.in(session)).as("wake-ups that were forgotten").isZero();
    }

    @Test
    void childrenInTakeDrainWhatIsLeftAndEnd() throws InterruptedException {
        SharedQueue<Integer> work = setting.queue(session, QueueOptions.unbounded());
        SharedQueue<Integer> done = session.queue();
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            children.add(session.process(() -> workUntilShutdown(work, done)).start());
        }
        int count = 2_000;
        for (int i = 0; i < count; i++) {
            work.put(i);
        }
        work.shutdown();
        for (ChildProcess child : children) {
            child.join();
            assertThat(child.exitCode()).hasValue(0);
        }
        assertThat(done.stream().sorted().distinct().count()).isEqualTo(count);
        assertThat(done).hasSize(count);
    }

    private static void workUntilShutdown(SharedQueue<Integer> work, SharedQueue<Integer> done)
            throws InterruptedException {
        try {
            while (true) {
                done.put(work.take());
                Setting.finish(work);
            }
        } catch (QueueShutdownException e) {
            // The end.
        }
    }
}
