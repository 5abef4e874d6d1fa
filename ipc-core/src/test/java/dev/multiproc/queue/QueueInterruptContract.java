package dev.multiproc.queue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.testing.Actor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How calls answer an interrupt: who waits is told at once, and no item is lost or comes twice. */
interface QueueInterruptContract extends QueueScene {
    Duration AT_ONCE = Duration.ofSeconds(2);

    /** A queue that is full and one that is empty. */
    record TwoQueues(JoinableQueue<String> full, JoinableQueue<String> empty) {
        Map<String, Actor.Action> blockingCalls() {
            JoinableQueue<String> taken = full;
            JoinableQueue<String> none = empty;
            Map<String, Actor.Action> calls = new LinkedHashMap<>();
            calls.put("put", () -> taken.put("b"));
            calls.put("timed offer", () -> taken.offer("b", 1_000, SECONDS));
            calls.put("putAll", () -> taken.putAll(List.of("b", "c")));
            calls.put("offerAll", () -> taken.offerAll(List.of("b", "c"), 1_000, SECONDS));
            calls.put("join", () -> taken.join());
            calls.put("timed join", () -> taken.join(1_000, SECONDS));
            calls.put("take", () -> none.take());
            calls.put("timed poll", () -> none.poll(1_000, SECONDS));
            calls.put("receive", () -> none.receive());
            calls.put("timed receive", () -> none.receive(1_000, SECONDS));
            calls.put("takeLetter", () -> none.deadLetters().takeLetter());
            calls.put("timed pollLetter", () -> none.deadLetters().pollLetter(1_000, SECONDS));
            return calls;
        }

        void assertWhole() {
            assertThat(full).containsExactly("a");
            assertThat(full.unfinished()).isEqualTo(1);
            assertThat(empty).isEmpty();
            assertThat(empty.unfinished()).isZero();
        }
    }

    private TwoQueues twoQueues() throws InterruptedException {
        TwoQueues queues = new TwoQueues(mp().joinableQueue(1), mp().joinableQueue());
        queues.full().put("a");
        return queues;
    }

    @Test
    default void everyBlockedCallEndsAtOnceAndChangesNothing() throws InterruptedException {
        TwoQueues queues = twoQueues();
        for (Map.Entry<String, Actor.Action> call : queues.blockingCalls().entrySet()) {
            for (Actor actor : List.of(anna(), bert())) {
                Actor.Call<Boolean> blocked = actor.beginTo(call.getValue()).awaitAsleep();
                long begin = System.nanoTime();
                blocked.interrupt();
                assertThat(blocked.failure()).as(call.getKey()).isInstanceOf(InterruptedException.class);
                assertThat(Duration.ofNanos(System.nanoTime() - begin))
                        .as(call.getKey())
                        .isLessThan(AT_ONCE);
                assertThat(actor.succeeds(Thread::interrupted))
                        .as("flag after %s", call.getKey())
                        .isFalse();
            }
        }
        queues.assertWhole();
        JoinableQueue<String> empty = queues.empty();
        Actor.Call<String> taking = bert().begin(() -> empty.take()).awaitAsleep();
        empty.put("x");
        assertThat(taking.result()).isEqualTo("x");
    }

    @Test
    default void aCallThatMayBlockThrowsAtOnceIfTheFlagIsSet() throws InterruptedException {
        TwoQueues queues = twoQueues();
        JoinableQueue<String> full = queues.full();
        JoinableQueue<String> empty = queues.empty();
        Map<String, Actor.Action> calls = queues.blockingCalls();
        calls.put("put with room", () -> empty.put("b"));
        calls.put("timed offer with room", () -> empty.offer("b", 1, SECONDS));
        calls.put("putAll with room", () -> empty.putAll(List.of("b")));
        calls.put("offerAll with room", () -> empty.offerAll(List.of("b"), 1, SECONDS));
        calls.put("take of an item", () -> full.take());
        calls.put("timed poll of an item", () -> full.poll(1, SECONDS));
        calls.put("receive of an item", () -> full.receive());
        calls.put("join of a finished queue", () -> empty.join());
        for (Map.Entry<String, Actor.Action> call : calls.entrySet()) {
            Actor.Action action = call.getValue();
            assertThat(bert().failureOf(() -> {
                        Thread.currentThread().interrupt();
                        action.run();
                    }))
                    .as(call.getKey())
                    .isInstanceOf(InterruptedException.class);
            assertThat(bert().succeeds(Thread::interrupted)).as(call.getKey()).isFalse();
        }
        queues.assertWhole();
    }

    @ParameterizedTest
    @EnumSource
    default void callsThatDoNotBlockWorkAndKeepTheFlag(QueueKind kind) throws InterruptedException {
        SharedQueue<byte[]> it = kind.queue(mp());
        assertThat(bert().get(() -> {
                    Thread.currentThread().interrupt();
                    List<byte[]> drained = new ArrayList<>();
                    boolean isOffered = true;
                    for (int size : new int[] {0, 100, 100_000, 100}) {
                        isOffered &= it.offer(new byte[size]);
                    }
                    it.add(new byte[1]);
                    boolean isSeen = it.size() == 5
                            && it.remainingCapacity() > 0
                            && it.peek().length == 0
                            && it.iterator().next().length == 0;
                    boolean isTaken = it.poll().length == 0 && it.remove().length == 100;
                    boolean isDrained = it.drainTo(drained) == 3 && drained.get(0).length == 100_000;
                    it.shutdown();
                    return List.of(isOffered, isSeen, isTaken, isDrained, it.isShutdown(), Thread.interrupted());
                }))
                .containsOnly(true);
    }

    @Test
    default void taskDoneAndGivingBackKeepTheFlagToo() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.putAll(List.of("a", "b", "c"));
        assertThat(bert().succeeds(() -> {
                    Delivery<String> a = it.receive();
                    Delivery<String> b = it.receive();
                    it.take();
                    Thread.currentThread().interrupt();
                    a.done();
                    b.retry();
                    it.taskDone();
                    return Thread.interrupted();
                }))
                .isTrue();
        assertThat(it).containsExactly("b");
        assertThat(it.unfinished()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    default void oneOfManyIsInterruptedAndNoOther(QueueKind kind) throws InterruptedException {
        SharedQueue<String> it = kind.queue(mp());
        Actor.Call<String> ofAnna = anna().begin(() -> it.take()).awaitAsleep();
        Actor.Call<String> ofBert = bert().begin(() -> it.take()).awaitAsleep();
        Actor.Call<String> ofCarl = carl().begin(() -> it.take()).awaitAsleep();
        ofBert.interrupt();
        assertThat(ofBert.failure()).isInstanceOf(InterruptedException.class);
        it.putAll(List.of("a", "b"));
        assertThat(List.of(ofAnna.result(), ofCarl.result())).containsExactlyInAnyOrder("a", "b");
        assertThat(it).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    default void whatWasPutOfManyBeforeTheInterruptStays(QueueKind kind) throws InterruptedException {
        SharedQueue<Integer> it = kind.queue(mp(), 3);
        Actor.Call<Boolean> putting = bert().beginTo(() -> it.putAll(List.of(0, 1, 2, 3, 4)));
        QueueScene.awaitFullAndAsleep(it, putting);
        putting.interrupt();
        assertThat(putting.failure()).isInstanceOf(InterruptedException.class);
        assertThat(it).containsExactly(0, 1, 2);
    }

    @ParameterizedTest
    @EnumSource
    default void offerAllThatIsInterruptedSaysHowManyItPutAndKeepsTheFlag(QueueKind kind) throws InterruptedException {
        SharedQueue<Integer> it = kind.queue(mp(), 3);
        Actor.Call<List<Object>> putting = bert().<List<Object>>begin(() -> {
            int count = it.offerAll(List.of(0, 1, 2, 3, 4), 1_000, SECONDS);
            return List.of(count, Thread.interrupted());
        });
        QueueScene.awaitFullAndAsleep(it, putting);
        putting.interrupt();
        assertThat(putting.result()).containsExactly(3, true);
        assertThat(it).containsExactly(0, 1, 2);
    }

    /** One puts and one takes, both interrupted again and again; each does again what it was kept from. */
    @ParameterizedTest
    @EnumSource
    default void amongManyInterruptsNothingIsLostAndNothingComesTwice(QueueKind kind) throws InterruptedException {
        SharedQueue<Integer> it = kind.queue(mp(), 2);
        int count = 500;
        Actor.Call<Integer> putting = bert().begin(() -> putAllTheSame(it, count));
        Actor.Call<List<Integer>> taking = carl().begin(() -> takeAllTheSame(it, count));
        while (!taking.isDone()) {
            putting.interrupt();
            taking.interrupt();
        }
        assertThat(taking.result()).isEqualTo(IntStream.range(0, count).boxed().toList());
        assertThat(putting.result()).isNotNegative();
        assertThat(it).isEmpty();
    }

    private static int putAllTheSame(SharedQueue<Integer> queue, int count) {
        int interrupts = 0;
        for (int i = 0; i < count; ) {
            try {
                queue.put(i);
                i++;
            } catch (InterruptedException e) {
                interrupts++;
            }
        }
        return interrupts;
    }

    private static List<Integer> takeAllTheSame(SharedQueue<Integer> queue, int count) {
        List<Integer> taken = new ArrayList<>();
        while (taken.size() < count) {
            try {
                taken.add(queue.take());
                QueueKind.finish(queue);
            } catch (InterruptedException e) {
                // Once more.
            }
        }
        return taken;
    }
}
