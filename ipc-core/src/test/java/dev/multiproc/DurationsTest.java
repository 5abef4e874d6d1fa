package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiproc.queue.DeadLetterQueue;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.sync.SharedBarrier;
import dev.multiproc.sync.SharedCondition;
import dev.multiproc.sync.SharedEvent;
import dev.multiproc.sync.SharedLatch;
import dev.multiproc.sync.SharedLock;
import dev.multiproc.sync.SharedSemaphore;
import dev.multiproc.testing.LeavesNothingBehind;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever takes a time and a unit takes a {@link Duration} too. */
@ExtendWith(LeavesNothingBehind.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class DurationsTest {
    /** More nanoseconds than fit into a long. */
    private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);

    private Multiprocessing mp;

    private interface Wait {
        Object within(Duration time) throws Exception;
    }

    @BeforeAll
    void open() {
        mp = Multiprocessing.open();
    }

    @AfterAll
    void close() {
        mp.close();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                SharedQueue.class,
                JoinableQueue.class,
                DeadLetterQueue.class,
                SharedLock.class,
                SharedCondition.class,
                SharedSemaphore.class,
                SharedEvent.class,
                SharedLatch.class,
                SharedBarrier.class
            })
    void eachTimedMethodHasBothForms(Class<?> type) throws NoSuchMethodException {
        for (Method method : type.getMethods()) {
            List<Class<?>> parameters = new ArrayList<>(Arrays.asList(method.getParameterTypes()));
            int last = parameters.size() - 1;
            if (last > 0 && parameters.get(last) == TimeUnit.class) {
                List<Class<?>> others = new ArrayList<>(parameters.subList(0, last - 1));
                others.add(Duration.class);
                assertThat(type.getMethod(method.getName(), others.toArray(new Class<?>[0]))
                                .getReturnType())
                        .isEqualTo(method.getReturnType());
            }
        }
    }

    /** What has to wait, and gives false or null, or throws, when the time is up. */
    @SuppressWarnings("WaitNotInLoop") // Nobody signals.
    private Map<String, Wait> waits() throws InterruptedException {
        Map<String, Wait> waits = new LinkedHashMap<>();
        SharedQueue<String> full = mp.queue(1);
        full.put("item");
        waits.put("offer", time -> full.offer("another", time));
        waits.put("offerAll", time -> full.offerAll(List.of("another"), time) != 0);
        waits.put("poll", time -> mp.queue().poll(time));
        JoinableQueue<String> unfinished = mp.joinableQueue();
        waits.put("receive", time -> unfinished.receive(time));
        waits.put("pollLetter", time -> unfinished.deadLetters().pollLetter(time));
        JoinableQueue<String> begun = mp.joinableQueue();
        begun.put("item");
        waits.put("join", begun::join);
        SharedSemaphore none = mp.semaphore(0);
        waits.put("tryAcquire", none::tryAcquire);
        waits.put("tryAcquire several", time -> none.tryAcquire(2, time));
        waits.put("tryAcquireOwned", time -> none.tryAcquireOwned(1, time).isPresent());
        waits.put("event", mp.event()::await);
        waits.put("latch", mp.latch(1)::await);
        SharedLock held = mp.lock();
        SharedCondition condition = held.newCondition();
        waits.put("condition", time -> locked(held, () -> condition.await(time)));
        waits.put("waitFor", time -> locked(held, () -> condition.waitFor(() -> false, time)));
        SharedLock anothers = mp.lock();
        Thread owner = new Thread(anothers::lock);
        owner.start();
        owner.join();
        waits.put("tryLock", anothers::tryLock);
        return waits;
    }

    private interface Work {
        boolean run() throws InterruptedException;
    }

    private static boolean locked(SharedLock lock, Work work) throws InterruptedException {
        lock.lock();
        try {
            return work.run();
        } finally {
            lock.unlock();
        }
    }

    @Test
    void shortTimesEndAndNullIsRefused() throws Exception {
        for (Map.Entry<String, Wait> wait : waits().entrySet()) {
            for (Duration time :
                    List.of(Duration.ZERO, Duration.ofDays(-1), FOR_EVER.negated(), Duration.ofMillis(1))) {
                assertThat(wait.getValue().within(time)).as(wait.getKey()).isIn(false, null);
            }
            assertThatThrownBy(() -> wait.getValue().within(null))
                    .as(wait.getKey())
                    .isInstanceOf(NullPointerException.class);
        }
        SharedBarrier barrier = mp.barrier(2);
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> barrier.await(Duration.ZERO));
        assertThatThrownBy(() -> barrier.await((Duration) null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void aVeryLongTimeIsForEver() throws Exception {
        SharedEvent event = mp.event();
        FutureTask<Boolean> wait = new FutureTask<>(() -> event.await(FOR_EVER));
        Thread thread = new Thread(wait);
        thread.start();
        while (thread.getState() == Thread.State.RUNNABLE || thread.getState() == Thread.State.NEW) {
            Thread.onSpinWait();
        }
        assertThat(wait.isDone()).isFalse();
        event.set();
        assertThat(wait.get()).isTrue();
        assertThat(mp.barrier(1).await(FOR_EVER)).isZero();
    }
}
