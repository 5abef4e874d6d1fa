package dev.multiproc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.VirtualThreads;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Virtual threads that other processes wake. */
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads came with JDK 21")
@ExtendWith(LeavesNothingBehind.class)
class VirtualThreadsIT {
    private static final int MANY = 10_000;
    private static final int SOME = 2_000;
    private static final long LIMIT_SECONDS = 60;

    /** Sends what its many threads receive back, from as many threads. */
    private static void echo(SharedQueue<Integer> requests, SharedQueue<Integer> answers) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(SOME);
        for (int i = 0; i < SOME; i++) {
            VirtualThreads.start(() -> {
                try {
                    answers.put(requests.take());
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                ended.countDown();
            });
        }
        ended.await();
    }

    @ParameterizedTest
    @EnumSource(
            value = Options.WaitStrategy.class,
            names = {"AUTO", "SOCKET"})
    void bothEndsOfTwoQueues(Options.WaitStrategy strategy) throws Exception {
        try (Multiprocessing session = Multiprocessing.open(Options.defaults().withWaitStrategy(strategy))) {
            SharedQueue<Integer> requests = session.queue(10);
            SharedQueue<Integer> answers = session.queue(10);
            ChildProcess child = session.process(() -> echo(requests, answers)).start();
            CountDownLatch ended = new CountDownLatch(2 * SOME);
            Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
            for (int i = 0; i < SOME; i++) {
                int number = i;
                VirtualThreads.start(() -> {
                    try {
                        requests.put(number);
                    } catch (InterruptedException e) {
                        failures.add(e);
                    }
                    ended.countDown();
                });
                VirtualThreads.start(() -> {
                    try {
                        answers.take();
                    } catch (InterruptedException e) {
                        failures.add(e);
                    }
                    ended.countDown();
                });
            }
            assertThat(ended.await(LIMIT_SECONDS, SECONDS)).isTrue();
            assertThat(failures).isEmpty();
            child.join();
            assertThat(child.exitCode()).hasValue(0);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Options.WaitStrategy.class,
            names = {"AUTO", "SOCKET"})
    void joinOfAChild(Options.WaitStrategy strategy) throws Exception {
        try (Multiprocessing session = Multiprocessing.open(Options.defaults().withWaitStrategy(strategy))) {
            SharedQueue<Integer> end = session.queue();
            ChildProcess child = session.process(end::take).start();
            CountDownLatch ended = new CountDownLatch(MANY);
            for (int i = 0; i < MANY; i++) {
                VirtualThreads.start(() -> {
                    try {
                        child.join();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    ended.countDown();
                });
            }
            VirtualThreads.start(() -> {
                try {
                    end.put(1);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(ended.await(LIMIT_SECONDS, SECONDS)).isTrue();
        }
    }
}
