package dev.multiproc;

import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.multiproc.internal.session.Rescues;
import dev.multiproc.memory.SharedMemory;
import dev.multiproc.pipe.Pipe;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.sync.SharedBarrier;
import dev.multiproc.sync.SharedCondition;
import dev.multiproc.sync.SharedEvent;
import dev.multiproc.sync.SharedLatch;
import dev.multiproc.sync.SharedLock;
import dev.multiproc.sync.SharedReadWriteLock;
import dev.multiproc.sync.SharedSemaphore;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.VirtualThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many virtual threads in each call that waits. What frees them runs in a virtual thread too, so it needs a carrier that none
 * of them keeps.
 */
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads came with JDK 21")
@ExtendWith(LeavesNothingBehind.class)
@ParameterizedClass
@EnumSource(
        value = Options.WaitStrategy.class,
        names = {"AUTO", "SOCKET"})
@Timeout(value = 100, unit = SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@SuppressWarnings("LockNotBeforeTry") // What fails there fails the test, and ends the session.
class VirtualThreadsTest {
    private static final int MANY = Integer.getInteger("threads.many", 3_000);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Options.WaitStrategy strategy;
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    private Multiprocessing session;

    VirtualThreadsTest(Options.WaitStrategy strategy) {
        this.strategy = strategy;
    }

    @BeforeEach
    void open() {
        session = Multiprocessing.open(Options.defaults().withWaitStrategy(strategy));
    }

    @AfterEach
    void close() {
        long rescues = Rescues.in(session);
        session.close();
        assertThat(rescues).isZero();
    }

    private Thread start(Code code, CountDownLatch ended) {
        return VirtualThreads.start(() -> {
            try {
                code.run();
            } catch (Throwable e) {
                failures.add(e);
            } finally {
                ended.countDown();
            }
        });
    }

    private static boolean isAsleep(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
    }

    private static List<Thread> startAll(int count, Callable<Thread> one) throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            threads.add(one.call());
        }
        await().atMost(LIMIT).until(() -> threads.stream().allMatch(VirtualThreadsTest::isAsleep));
        return threads;
    }

    private interface Code {
        void run() throws Exception;
    }

    private void awaitAll(CountDownLatch ended) throws InterruptedException {
        assertThat(ended.await(LIMIT.toSeconds(), SECONDS))
                .withFailMessage(() -> ended.getCount() + " are still there")
                .isTrue();
        assertThat(failures).isEmpty();
    }

    /** Has many threads wait, and then one more free them. */
    private void checkAllReturn(int count, Code waiting, Code freeing) throws Exception {
        CountDownLatch ended = new CountDownLatch(count + 1);
        startAll(count, () -> start(waiting, ended));
        Thread unused = start(freeing, ended);
        awaitAll(ended);
    }

    private void checkAllReturn(Code waiting, Code freeing) throws Exception {
        checkAllReturn(MANY, waiting, freeing);
    }

    @Test
    void take() throws Exception {
        SharedQueue<Integer> queue = session.queue();
        checkAllReturn(queue::take, () -> {
            for (int i = 0; i < MANY; i++) {
                queue.put(i);
            }
        });
        assertThat(queue).isEmpty();
    }

    @Test
    void whatTheyWaitForIsDeleted() throws Exception {
        SharedEvent event = session.event();
        SharedQueue<Integer> queue = session.queue();
        int count = 1_000;
        checkAllReturn(
                count,
                () -> assertThatExceptionOfType(ObjectDeletedException.class).isThrownBy(event::await),
                () -> assertThat(event.delete()).isTrue());
        checkAllReturn(
                count,
                () -> assertThatExceptionOfType(ObjectDeletedException.class).isThrownBy(queue::take),
                () -> assertThat(queue.delete()).isTrue());
    }

    @Test
    void putIntoAFullQueue() throws Exception {
        SharedQueue<Integer> queue = session.queue(1);
        queue.put(0);
        checkAllReturn(() -> queue.put(1), () -> {
            for (int i = 0; i < MANY; i++) {
                queue.take();
            }
        });
        assertThat(queue).hasSize(1);
    }

    @Test
    void receiveFromAPipe() throws Exception {
        Pipe pipe = session.pipe();
        checkAllReturn(pipe.second()::receive, () -> {
            for (int i = 0; i < MANY; i++) {
                pipe.first().send(i);
            }
        });
        assertThat(pipe.second().poll(Duration.ZERO)).isFalse();
    }

    @Test
    void sendToAFullPipe() throws Exception {
        Pipe pipe = session.pipe(false);
        byte[] large = new byte[100_000];
        boolean isRoom = true;
        while (isRoom) {
            isRoom = pipe.second().send(large, Duration.ZERO);
        }
        int count = 500;
        checkAllReturn(count, () -> pipe.second().send(large), () -> {
            for (int i = 0; i < count; i++) {
                pipe.first().receive();
            }
        });
    }

    /** Longer than the pipe's buffer: each sender streams to a receiver. */
    @Test
    void longMessagesThroughAPipe() throws Exception {
        Pipe pipe = session.pipe(false);
        byte[] large = new byte[300_000];
        int count = 200;
        CountDownLatch ended = new CountDownLatch(2 * count);
        startAll(count, () -> start(() -> pipe.second().send(large), ended));
        for (int i = 0; i < count; i++) {
            Thread unused = start(() -> assertThat(pipe.first().receiveBytes()).hasSize(large.length), ended);
        }
        awaitAll(ended);
    }

    @Test
    void pollAndOfferWhoseTimeIsUp() throws Exception {
        SharedQueue<Integer> empty = session.queue();
        SharedQueue<Integer> full = session.queue(1);
        full.put(0);
        CountDownLatch ended = new CountDownLatch(2 * MANY);
        for (int i = 0; i < MANY; i++) {
            Thread unused =
                    start(() -> assertThat(empty.poll(300, MILLISECONDS)).isNull(), ended);
            unused = start(() -> assertThat(full.offer(1, 300, MILLISECONDS)).isFalse(), ended);
        }
        awaitAll(ended);
    }

    @Test
    void pollThatIsServed() throws Exception {
        SharedQueue<Integer> queue = session.queue();
        checkAllReturn(() -> assertThat(queue.poll(1, HOURS)).isNotNull(), () -> {
            for (int i = 0; i < MANY; i++) {
                queue.put(i);
            }
        });
    }

    @Test
    void interrupts() throws Exception {
        SharedQueue<Integer> queue = session.queue();
        SharedLock lock = session.lock();
        lock.lock();
        CountDownLatch ended = new CountDownLatch(2 * MANY);
        List<Thread> threads = startAll(MANY, () -> start(() -> assertInterrupted(() -> queue.take()), ended));
        threads.addAll(startAll(MANY, () -> start(() -> assertInterrupted(lock::lockInterruptibly), ended)));
        VirtualThreads.start(() -> threads.forEach(Thread::interrupt));
        awaitAll(ended);
        lock.unlock();
        queue.put(1);
        assertThat(queue.take()).isEqualTo(1);
    }

    private static void assertInterrupted(Code code) {
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(code::run);
    }

    @Test
    void lock() throws Exception {
        SharedLock lock = session.lock();
        checkLock(lock);
    }

    private void checkLock(SharedLock lock) throws Exception {
        int[] count = new int[1];
        CountDownLatch free = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch freed = new CountDownLatch(1);
        Thread unused = start(
                () -> {
                    lock.lock();
                    held.countDown();
                    free.await();
                    lock.unlock();
                },
                freed);
        held.await();
        checkAllReturn(
                () -> {
                    lock.lock();
                    count[0]++;
                    lock.unlock();
                },
                free::countDown);
        freed.await();
        assertThat(count[0]).isEqualTo(MANY);
    }

    @Test
    void lockWhoseTimeIsUp() throws Exception {
        SharedLock lock = session.lock();
        lock.lock();
        CountDownLatch ended = new CountDownLatch(MANY);
        for (int i = 0; i < MANY; i++) {
            Thread unused =
                    start(() -> assertThat(lock.tryLock(300, MILLISECONDS)).isFalse(), ended);
        }
        awaitAll(ended);
        lock.unlock();
    }

    @Test
    void lockOfMemory() throws Exception {
        SharedMemory memory = session.sharedMemory(16);
        checkLock(memory.lock());
    }

    @Test
    void condition() throws Exception {
        SharedLock lock = session.lock();
        SharedCondition condition = lock.newCondition();
        boolean[] isReady = new boolean[1];
        checkAllReturn(
                () -> {
                    lock.lock();
                    condition.waitFor(() -> isReady[0]);
                    lock.unlock();
                },
                () -> {
                    lock.lock();
                    isReady[0] = true;
                    condition.signalAll();
                    lock.unlock();
                });
    }

    @Test
    void semaphore() throws Exception {
        SharedSemaphore semaphore = session.semaphore(0);
        checkAllReturn(semaphore::acquire, () -> {
            for (int i = 0; i < MANY; i++) {
                semaphore.release();
            }
        });
        assertThat(semaphore.availablePermits()).isZero();
    }

    @Test
    void semaphoreWithDifferentWishes() throws Exception {
        SharedSemaphore semaphore = session.semaphore(0);
        CountDownLatch ended = new CountDownLatch(MANY);
        startAll(
                MANY,
                () -> start(
                        () -> {
                            semaphore.acquire(2);
                        },
                        ended));
        Thread unused = VirtualThreads.start(() -> semaphore.release(2 * MANY));
        awaitAll(ended);
        assertThat(semaphore.availablePermits()).isZero();
    }

    @Test
    void event() throws Exception {
        SharedEvent event = session.event();
        checkAllReturn(event::await, event::set);
    }

    @Test
    void latch() throws Exception {
        SharedLatch latch = session.latch(1);
        checkAllReturn(latch::await, latch::countDown);
    }

    @Test
    void barrier() throws Exception {
        SharedBarrier barrier = session.barrier(MANY + 1);
        checkAllReturn(barrier::await, barrier::await);
    }

    @Test
    void readLock() throws Exception {
        SharedReadWriteLock lock = session.readWriteLock();
        checkBehindWriter(lock, lock.readLock());
    }

    @Test
    void writeLock() throws Exception {
        SharedReadWriteLock lock = session.readWriteLock();
        checkBehindWriter(lock, lock.writeLock());
    }

    private void checkBehindWriter(SharedReadWriteLock lock, Lock wanted) throws Exception {
        lock.writeLock().lock();
        CountDownLatch ended = new CountDownLatch(MANY);
        startAll(
                MANY,
                () -> start(
                        () -> {
                            wanted.lock();
                            wanted.unlock();
                        },
                        ended));
        lock.writeLock().unlock();
        awaitAll(ended);
    }

    @Test
    void joinOfAQueue() throws Exception {
        JoinableQueue<Integer> queue = session.joinableQueue();
        queue.put(1);
        checkAllReturn(queue::join, () -> {
            queue.take();
            queue.taskDone();
        });
    }

    /** What waits for ever must not be what keeps the session open. */
    @Test
    void closeOfTheSession() throws Exception {
        SharedQueue<Integer> queue = session.queue();
        CountDownLatch ended = new CountDownLatch(MANY);
        startAll(MANY, () -> start(queue::take, ended));
        session.close();
        assertThat(ended.await(LIMIT.toSeconds(), SECONDS)).isTrue();
        assertThat(failures).hasSize(MANY).allMatch(IllegalStateException.class::isInstance);
        failures.clear();
    }

    /** Threads of both kinds sleep at one event, each in its way. */
    @Test
    void platformThreadsBesideThem() throws Exception {
        SharedQueue<Integer> queue = session.queue();
        int count = 200;
        CountDownLatch ended = new CountDownLatch(2 * count);
        List<Thread> threads = startAll(count, () -> start(queue::take, ended));
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(() -> {
                try {
                    queue.take();
                } catch (InterruptedException e) {
                    failures.add(e);
                }
                ended.countDown();
            });
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        for (int i = 0; i < 2 * count; i++) {
            queue.put(i);
        }
        awaitAll(ended);
    }
}
