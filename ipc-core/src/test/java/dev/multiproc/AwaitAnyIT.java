package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiproc.internal.session.Rescues;
import dev.multiproc.queue.Delivery;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueOptions;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.sync.SharedEvent;
import dev.multiproc.sync.SharedLatch;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.VirtualThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** One thread waits for several things. */
@ExtendWith(LeavesNothingBehind.class)
@ParameterizedClass
@EnumSource(names = {"AUTO", "SOCKET"})
class AwaitAnyIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final Options.WaitStrategy strategy;
    private Multiprocessing mp;

    AwaitAnyIT(Options.WaitStrategy strategy) {
        this.strategy = strategy;
    }

    @BeforeEach
    void open() {
        mp = Multiprocessing.open(Options.defaults().withWaitStrategy(strategy));
    }

    @AfterEach
    void close() {
        mp.activeChildren().forEach(ChildProcess::kill);
        mp.close();
    }

    private FutureTask<List<Awaitable>> waiting(Awaitable... awaited) {
        return started(() -> mp.awaitAny(awaited));
    }

    private static <T> FutureTask<T> started(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        new Thread(task).start();
        return task;
    }

    @Test
    void whateverBecomesReadyEndsTheWait() throws Exception {
        SharedQueue<String> queue = mp.queue();
        SharedQueue<String> other = mp.queue();
        SharedEvent event = mp.event();
        SharedLatch latch = mp.latch(1);
        ChildProcess never = mp.process(() -> new CountDownLatch(1).await()).start();
        SharedQueue<String> orders = mp.queue();
        mp.process(() -> {
                    for (String order = orders.take(); !order.equals("end"); order = orders.take()) {
                        switch (order) {
                            case "queue" -> queue.put("item");
                            case "event" -> event.set();
                            case "latch" -> latch.countDown();
                            default -> other.shutdown();
                        }
                    }
                })
                .start();
        Awaitable[] all = {queue, other, event, latch, never};
        FutureTask<List<Awaitable>> forQueue = waiting(all);
        orders.put("queue");
        assertThat(forQueue.get()).containsExactly(queue);
        assertThat(queue.take()).isEqualTo("item");
        FutureTask<List<Awaitable>> forEvent = waiting(all);
        orders.put("event");
        assertThat(forEvent.get()).containsExactly(event);
        event.clear();
        FutureTask<List<Awaitable>> forLatch = waiting(queue, other, event, never, latch);
        orders.put("latch");
        assertThat(forLatch.get()).containsExactly(latch);
        FutureTask<List<Awaitable>> forShutdown = waiting(queue, other, event, never);
        orders.put("shutdown");
        assertThat(forShutdown.get()).containsExactly(other);
        FutureTask<List<Awaitable>> forChild = waiting(queue, event, never);
        never.kill();
        assertThat(forChild.get()).containsExactly(never);
        orders.put("end");
        assertThat(Rescues.in(mp)).isZero();
    }

    @Test
    void allThatAreReadyAreGivenInTheirOrder() throws Exception {
        SharedQueue<String> empty = mp.queue();
        SharedQueue<String> full = mp.queue();
        full.put("item");
        SharedEvent event = mp.event();
        event.set();
        assertThat(mp.awaitAny(event, empty, full, event)).containsExactly(event, full, event);
        assertThat(mp.awaitAny(Duration.ZERO, List.of(empty, full))).containsExactly(full);
        assertThat(mp.awaitAny(Duration.ofDays(-1), List.of(empty))).isEmpty();
        assertThat(mp.awaitAny(SHORT, List.of(empty, mp.event()))).isEmpty();
        assertThat(mp.awaitAny()).isEmpty();
        assertThat(full.take()).isEqualTo("item");
    }

    @Test
    void anItemThatComesBackByTimeIsReadyThen() throws Exception {
        JoinableQueue<String> queue = mp.joinableQueue(QueueOptions.unbounded().withLease(Duration.ofMillis(100)));
        SharedEvent never = mp.event();
        queue.put("item");
        queue.receive().retry(Duration.ofMillis(100));
        assertThat(mp.awaitAny(Duration.ZERO, List.of(queue))).isEmpty();
        assertThat(mp.awaitAny(queue, never)).containsExactly(queue);
        Delivery<String> late = queue.receive();
        assertThat(mp.awaitAny(never, queue)).containsExactly(queue);
        assertThat(queue.receive().deliveryCount()).isEqualTo(3);
        assertThatIllegalStateException().isThrownBy(late::done);
    }

    @Test
    void aProcessCanBeAwaitedThatIsNoChild() throws Exception {
        SharedQueue<String> answers = mp.queue();
        ChildProcess first = mp.process(() -> new CountDownLatch(1).await()).start();
        SharedEvent never = mp.event();
        mp.process(() -> {
                    ProcessInfo parent = Multiprocessing.parentProcess().orElseThrow();
                    answers.put("ready " + Multiprocessing.current().awaitAny(SHORT, List.of(never, parent)));
                })
                .start();
        assertThat(answers.take()).isEqualTo("ready []");
        assertThatIllegalStateException()
                .isThrownBy(() -> mp.awaitAny(Multiprocessing.currentProcess(), never, mp.process(() -> {})));
        first.kill();
        assertThat(mp.awaitAny(first)).containsExactly(first);
    }

    @Test
    void whatCannotBeAwaitedIsRefused() throws Exception {
        SharedQueue<String> queue = mp.queue();
        try (Multiprocessing other = Multiprocessing.open()) {
            SharedQueue<String> foreign = other.queue();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> mp.awaitAny(queue, foreign))
                    .withMessageContaining("another session");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> mp.awaitAny(new Awaitable() {}));
        assertThatNullPointerException().isThrownBy(() -> mp.awaitAny(queue, null));
        assertThatIllegalStateException().isThrownBy(() -> mp.awaitAny(mp.process(() -> {})));
        FutureTask<List<Awaitable>> waiting = waiting(queue, mp.event());
        awaitSleeper();
        queue.close();
        assertThatThrownBy(waiting::get).hasCauseInstanceOf(IllegalStateException.class);
        assertThatIllegalStateException().isThrownBy(() -> mp.awaitAny(queue));
    }

    private static void awaitSleeper() {
        while (Thread.getAllStackTraces().entrySet().stream()
                .noneMatch(thread -> thread.getKey().getState() == Thread.State.WAITING
                        && List.of(thread.getValue()).toString().contains("MultiWait"))) {
            Thread.onSpinWait();
        }
    }

    @Test
    void theEndOfTheSessionOrAnInterruptEndsTheWait() throws Exception {
        SharedQueue<String> queue = mp.queue();
        FutureTask<List<Awaitable>> task = new FutureTask<>(() -> mp.awaitAny(queue, mp.event()));
        Thread thread = new Thread(task);
        thread.start();
        awaitSleeper();
        thread.interrupt();
        assertThatThrownBy(task::get).hasCauseInstanceOf(InterruptedException.class);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> mp.awaitAny(queue)).isInstanceOf(InterruptedException.class);
        FutureTask<List<Awaitable>> waiting = waiting(queue, mp.event());
        awaitSleeper();
        mp.close();
        assertThatThrownBy(waiting::get).hasCauseInstanceOf(IllegalStateException.class);
    }

    /** It takes nothing, so a signal that it got must reach a consumer that waits for the same item. */
    @Test
    void anItemThatIsAnnouncedToItStillWakesAConsumer() throws Exception {
        SharedQueue<Integer> queue = mp.queue();
        SharedEvent never = mp.event();
        for (int i = 0; i < 200; i++) {
            FutureTask<List<Awaitable>> waiting = waiting(queue, never);
            FutureTask<Integer> consumer = started(queue::take);
            queue.put(i);
            assertThat(consumer.get(60, TimeUnit.SECONDS)).isEqualTo(i);
            queue.put(i);
            assertThat(waiting.get(60, TimeUnit.SECONDS)).containsExactly(queue);
            queue.take();
        }
        assertThat(Rescues.in(mp)).isZero();
    }

    @Test
    void nothingIsMissedWhereManyThreadsWaitForManyQueues() throws Exception {
        int items = 2_000;
        List<SharedQueue<Integer>> queues = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            queues.add(mp.queue());
        }
        SharedEvent done = mp.event();
        List<FutureTask<Integer>> consumers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            consumers.add(started(() -> consume(queues, done)));
        }
        mp.process(() -> {
                    for (int i = 0; i < items; i++) {
                        queues.get(i % queues.size()).put(i);
                    }
                })
                .start()
                .join();
        while (!queues.stream().allMatch(SharedQueue::isEmpty)) {
            Thread.onSpinWait();
        }
        done.set();
        int sum = 0;
        for (FutureTask<Integer> consumer : consumers) {
            sum += consumer.get(60, TimeUnit.SECONDS);
        }
        assertThat(sum).isEqualTo(items);
        assertThat(Rescues.in(mp)).isZero();
    }

    private int consume(List<SharedQueue<Integer>> queues, SharedEvent done) throws InterruptedException {
        List<Awaitable> all = new ArrayList<>(queues);
        all.add(done);
        int count = 0;
        while (true) {
            List<Awaitable> ready = mp.awaitAny(LONG, all);
            for (SharedQueue<Integer> queue : queues) {
                count += queue.poll() == null ? 0 : 1;
            }
            if (ready.contains(done)) {
                return count;
            }
        }
    }

    @Test
    void threadsOfOtherKindsMayWaitToo() throws Exception {
        SharedQueue<Integer> queue = mp.queue();
        SharedEvent never = mp.event();
        FutureTask<List<Awaitable>> inVirtual = new FutureTask<>(() -> mp.awaitAny(queue, never));
        if (JRE.currentJre().compareTo(JRE.JAVA_21) >= 0) {
            VirtualThreads.start(inVirtual);
        } else {
            new Thread(inVirtual).start();
        }
        CompletableFuture<List<Awaitable>> inPool = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return mp.awaitAny(queue, never);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                ForkJoinPool.commonPool());
        queue.put(1);
        assertThat(inVirtual.get()).containsExactly(queue);
        assertThat(inPool.get()).containsExactly(queue);
    }
}
