package dev.multiproc.queue;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.multiproc.Multiprocessing;
import dev.multiproc.internal.session.Rescues;
import dev.multiproc.testing.LeavesNothingBehind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of {@link java.util.concurrent.BlockingQueue}, row by row. */
@ExtendWith(LeavesNothingBehind.class)
@ParameterizedClass
@EnumSource(Setting.class)
class BlockingQueueContractTest {
    private static final int CAPACITY = 2;
    private static final long SHORT_MILLIS = 50;

    private final Setting setting;

    private Multiprocessing session;
    private SharedQueue<String> queue;

    BlockingQueueContractTest(Setting setting) {
        this.setting = setting;
    }

    @BeforeEach
    void open() {
        session = setting.open();
        queue = setting.queue(session, QueueOptions.bounded(CAPACITY));
    }

    @AfterEach
    void close() {
        session.close();
    }

    private void fill() {
        queue.add("a");
        queue.add("b");
    }

    @Test
    void nullIsRefusedByEveryMethodThatInserts() {
        assertThatNullPointerException().isThrownBy(() -> queue.put(null));
        assertThatNullPointerException().isThrownBy(() -> queue.add(null));
        assertThatNullPointerException().isThrownBy(() -> queue.offer(null));
        assertThatNullPointerException().isThrownBy(() -> queue.offer(null, 1, SECONDS));
        assertThatNullPointerException().isThrownBy(() -> queue.putAll(Arrays.asList("a", null)));
        assertThatNullPointerException().isThrownBy(() -> queue.offerAll(Arrays.asList("a", null), 1, SECONDS));
        assertThatNullPointerException().isThrownBy(() -> queue.putAll(null));
        assertThatNullPointerException().isThrownBy(() -> queue.drainTo(null));
        assertThat(queue).isEmpty();
    }

    @Test
    void nullIsRefusedByAFullQueueToo() {
        fill();
        assertThatNullPointerException().isThrownBy(() -> queue.offer(null));
        assertThatNullPointerException().isThrownBy(() -> queue.put(null));
    }

    @Test
    void aMissingUnitIsRefused() {
        assertThatNullPointerException().isThrownBy(() -> queue.offer("a", 1, null));
        assertThatNullPointerException().isThrownBy(() -> queue.poll(1, null));
    }

    @Test
    void aFullQueueRefusesOfferAndAdd() {
        fill();
        assertThat(queue.offer("c")).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> queue.add("c"));
        assertThat(queue).containsExactly("a", "b");
    }

    @Test
    void anEmptyQueueAnswersAsTheTableSays() {
        assertThat(queue.poll()).isNull();
        assertThat(queue.peek()).isNull();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> queue.remove());
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> queue.element());
    }

    @Test
    void itemsComeOutInTheirOrder() throws InterruptedException {
        SharedQueue<Integer> numbers = setting.queue(session, QueueOptions.unbounded());
        for (int i = 0; i < 10_000; i++) {
            numbers.put(i);
        }
        for (int i = 0; i < 10_000; i += 4) {
            assertThat(numbers.peek()).isEqualTo(i);
            assertThat(numbers.element()).isEqualTo(i);
            assertThat(numbers.take()).isEqualTo(i);
            assertThat(numbers.poll()).isEqualTo(i + 1);
            assertThat(numbers.poll(1, SECONDS)).isEqualTo(i + 2);
            assertThat(numbers.remove()).isEqualTo(i + 3);
        }
        assertThat(numbers).isEmpty();
    }

    @Test
    void aTimedPollIsNeverEarly() throws InterruptedException {
        long begin = System.nanoTime();
        assertThat(queue.poll(SHORT_MILLIS, MILLISECONDS)).isNull();
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(MILLISECONDS.toNanos(SHORT_MILLIS));
    }

    @Test
    void aTimedOfferIsNeverEarly() throws InterruptedException {
        fill();
        long begin = System.nanoTime();
        assertThat(queue.offer("c", SHORT_MILLIS, MILLISECONDS)).isFalse();
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(MILLISECONDS.toNanos(SHORT_MILLIS));
        assertThat(queue).containsExactly("a", "b");
    }

    @Test
    void aTimeOutOfZeroOrLessIsOneAttempt() throws InterruptedException {
        for (long timeout : new long[] {0, -1, Long.MIN_VALUE}) {
            assertThat(queue.poll(timeout, NANOSECONDS)).isNull();
            assertThat(queue.offer("a", timeout, NANOSECONDS)).isTrue();
            assertThat(queue.offer("b", timeout, SECONDS)).isTrue();
            assertThat(queue.offer("c", timeout, SECONDS)).isFalse();
            assertThat(queue.poll(timeout, SECONDS)).isEqualTo("a");
            assertThat(queue.poll(timeout, SECONDS)).isEqualTo("b");
        }
    }

    @Test
    void theLongestTimeOutIsForEver() throws InterruptedException {
        Caller<String> taker =
                Caller.of(() -> queue.poll(Long.MAX_VALUE, SECONDS)).awaitBlocked();
        queue.put("a");
        assertThat(taker.result()).isEqualTo("a");
        fill();
        Caller<Boolean> putter =
                Caller.of(() -> queue.offer("c", Long.MAX_VALUE, NANOSECONDS)).awaitBlocked();
        queue.take();
        assertThat(putter.result()).isTrue();
    }

    @Test
    void aBlockedTakeIsWokenByEveryWayToInsert() throws InterruptedException {
        List<Caller.Action> ways = List.of(
                () -> queue.put("x"),
                () -> queue.add("x"),
                () -> queue.offer("x"),
                () -> queue.offer("x", 1, SECONDS),
                () -> queue.addAll(List.of("x")),
                () -> queue.putAll(List.of("x")),
                () -> queue.offerAll(List.of("x"), 1, SECONDS));
        for (Caller.Action way : ways) {
            Caller<String> taker = Caller.of(queue::take).awaitBlocked();
            Caller.running(way).result();
            assertThat(taker.result()).isEqualTo("x");
        }
        assertThat(Rescues.in(session)).isLessThan(ways.size() / 2);
    }

    @Test
    void aBlockedPutIsWokenByEveryWayToRemove() throws InterruptedException {
        List<Callable<Object>> ways = List.of(
                queue::take,
                queue::poll,
                queue::remove,
                () -> queue.poll(1, SECONDS),
                () -> queue.drainTo(new ArrayList<>(), 1));
        fill();
        for (Callable<Object> way : ways) {
            Caller<Void> putter = Caller.running(() -> queue.put("c")).awaitBlocked();
            Caller.of(way).result();
            putter.result();
            assertThat(queue).hasSize(CAPACITY);
        }
        assertThat(Rescues.in(session)).as("wake-ups that were forgotten").isZero();
    }

    @Test
    void allBlockedTakersGetAnItemEach() throws InterruptedException {
        List<Caller<String>> takers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            takers.add(Caller.of(queue::take));
        }
        takers.forEach(Caller::awaitBlocked);
        List<String> items = List.of("a", "b", "c", "d", "e", "f", "g", "h");
        queue.putAll(items);
        List<String> taken = new ArrayList<>();
        for (Caller<String> taker : takers) {
            taken.add(taker.result());
        }
        assertThat(taken).containsExactlyInAnyOrderElementsOf(items);
    }

    @Test
    void drainToTakesAllOrAsManyAsAllowed() {
        SharedQueue<Integer> numbers = setting.queue(session, QueueOptions.unbounded());
        Collections.addAll(numbers, 1, 2, 3, 4, 5);
        List<Integer> target = new ArrayList<>();
        assertThat(numbers.drainTo(target, 0)).isZero();
        assertThat(numbers.drainTo(target, -1)).isZero();
        assertThat(numbers.drainTo(target, 2)).isEqualTo(2);
        assertThat(numbers.drainTo(target)).isEqualTo(3);
        assertThat(numbers.drainTo(target)).isZero();
        assertThat(target).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void whatACollectionRefusesStaysInTheQueue() {
        SharedQueue<Integer> numbers = setting.queue(session, QueueOptions.unbounded());
        Collections.addAll(numbers, 1, 2, 3, 4, 5);
        ArrayBlockingQueue<Integer> small = new ArrayBlockingQueue<>(2);
        assertThatIllegalStateException().isThrownBy(() -> numbers.drainTo(small));
        assertThat(small).containsExactly(1, 2);
        assertThat(numbers).containsExactly(3, 4, 5);
        assertThat(numbers.poll()).isEqualTo(3);
    }

    @Test
    @SuppressWarnings("ModifyingCollectionWithItself") // That it is refused is the point.
    void aQueueIsNotDrainedToItself() {
        fill();
        assertThatIllegalArgumentException().isThrownBy(() -> queue.drainTo(queue));
        assertThatIllegalArgumentException().isThrownBy(() -> queue.drainTo(queue, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> queue.addAll(queue));
        assertThat(queue).containsExactly("a", "b");
    }

    @Test
    void sizesFollowEveryPutAndTake() throws InterruptedException {
        assertThat(queue.remainingCapacity()).isEqualTo(CAPACITY);
        queue.put("a");
        assertThat(queue.size()).isEqualTo(1);
        assertThat(queue.remainingCapacity()).isEqualTo(1);
        assertThat(queue.isFull()).isFalse();
        queue.put("b");
        assertThat(queue.isFull()).isTrue();
        assertThat(queue.remainingCapacity()).isZero();
        queue.take();
        assertThat(queue.isFull()).isFalse();
        queue.clear();
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.size()).isZero();
    }

    @Test
    void aQueueWithoutABoundIsNeverFull() {
        SharedQueue<String> endless = setting.queue(session, QueueOptions.unbounded());
        assertThat(endless.remainingCapacity()).isEqualTo(Integer.MAX_VALUE);
        endless.add("a");
        assertThat(endless.isFull()).isFalse();
        assertThat(endless.remainingCapacity()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void theIteratorShowsWhatWaitedAndDoesNotRemove() throws InterruptedException {
        fill();
        Iterator<String> iterator = queue.iterator();
        assertThat(queue.take()).isEqualTo("a");
        assertThat(iterator.next()).isEqualTo("a");
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(iterator::remove);
        assertThat(iterator.next()).isEqualTo("b");
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(iterator::next);
        assertThat(queue).containsExactly("b");
        assertThat(queue.contains("b")).isTrue();
        assertThat(queue.contains("a")).isFalse();
    }

    @Test
    void itemsLeaveFromTheHeadOnly() {
        fill();
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> queue.remove("b"));
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> queue.removeAll(List.of("b")));
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> queue.retainAll(List.of("b")));
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> queue.removeIf("b"::equals));
        assertThat(queue).containsExactly("a", "b");
    }
}
