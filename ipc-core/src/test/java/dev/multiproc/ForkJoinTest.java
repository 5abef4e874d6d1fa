package dev.multiproc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.pipe.Pipe;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.sync.SharedEvent;
import dev.multiproc.sync.SharedLock;
import dev.multiproc.testing.LeavesNothingBehind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A fork-join pool puts other threads in the place of those that wait, as it does for Java's own queues. */
@ExtendWith(LeavesNothingBehind.class)
@ParameterizedClass
@EnumSource(
        value = Options.WaitStrategy.class,
        names = {"AUTO", "SOCKET"})
class ForkJoinTest {
    private static final long LIMIT_SECONDS = 20;
    private static final int WAITERS = 4;

    private final Options.WaitStrategy strategy;
    private final ForkJoinPool pool = new ForkJoinPool(2);

    private Multiprocessing session;

    ForkJoinTest(Options.WaitStrategy strategy) {
        this.strategy = strategy;
    }

    @BeforeEach
    void open() {
        session = Multiprocessing.open(Options.defaults().withWaitStrategy(strategy));
    }

    @AfterEach
    void close() throws InterruptedException {
        pool.shutdownNow();
        assertThat(pool.awaitTermination(LIMIT_SECONDS, SECONDS)).isTrue();
        session.close();
    }

    /** Has more threads wait than the pool has, and then one task more free them. */
    private void checkAllReturn(Callable<?> waiting, Callable<?> freeing) throws Exception {
        List<ForkJoinTask<?>> tasks = new ArrayList<>();
        for (int i = 0; i < WAITERS; i++) {
            tasks.add(pool.submit(waiting));
        }
        tasks.add(pool.submit(freeing));
        for (ForkJoinTask<?> task : tasks) {
            task.get(LIMIT_SECONDS, SECONDS);
        }
    }

    @Test
    void take() throws Exception {
        SharedQueue<Integer> queue = session.queue();
        checkAllReturn(queue::take, () -> {
            for (int i = 0; i < WAITERS; i++) {
                queue.put(i);
            }
            return null;
        });
    }

    @Test
    void putIntoAFullQueue() throws Exception {
        SharedQueue<Integer> queue = session.queue(1);
        queue.put(0);
        checkAllReturn(
                () -> {
                    queue.put(1);
                    return null;
                },
                () -> {
                    for (int i = 0; i < WAITERS; i++) {
                        queue.take();
                    }
                    return null;
                });
    }

    @Test
    void receiveFromAPipe() throws Exception {
        Pipe pipe = session.pipe(false);
        checkAllReturn(pipe.first()::receive, () -> {
            for (int i = 0; i < WAITERS; i++) {
                pipe.second().send(i);
            }
            return null;
        });
    }

    @Test
    void sendOfLongMessagesToAPipe() throws Exception {
        Pipe pipe = session.pipe(false);
        checkAllReturn(
                () -> {
                    pipe.second().sendBytes(new byte[300_000]);
                    return null;
                },
                () -> {
                    for (int i = 0; i < WAITERS; i++) {
                        assertThat(pipe.first().receiveBytes()).hasSize(300_000);
                    }
                    return null;
                });
    }

    @Test
    void event() throws Exception {
        SharedEvent event = session.event();
        checkAllReturn(
                () -> {
                    event.await();
                    return null;
                },
                () -> {
                    event.set();
                    return null;
                });
    }

    @Test
    void lock() throws Exception {
        SharedLock lock = session.lock();
        SharedEvent release = session.event();
        Thread holder = new Thread(() -> {
            lock.lock();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                lock.unlock();
            }
        });
        holder.setDaemon(true);
        holder.start();
        while (!lock.isLocked()) {
            Thread.onSpinWait();
        }
        checkAllReturn(
                () -> {
                    lock.lock();
                    try {
                        assertThat(lock.isHeldByCurrentThread()).isTrue();
                    } finally {
                        lock.unlock();
                    }
                    return null;
                },
                () -> {
                    release.set();
                    return null;
                });
        holder.join();
    }
}
