package dev.multiproc.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.multiproc.queue.SharedQueue;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One function and many inputs. */
class PoolMapIT extends PoolScene {
    private static final Duration NO_TIME = Duration.ZERO;

    @AfterEach
    void thePoolStillWorks() throws Exception {
        assertWorks(pool);
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static List<Integer> squares(int count) {
        return IntStream.range(0, count).mapToObj(i -> i * i).toList();
    }

    static List<Chunking> chunkings() {
        return List.of(
                Chunking.pythonDefault(), Chunking.of(1), Chunking.of(7), Chunking.of(1000), Chunking.automatic());
    }

    private static int square(int number) {
        return number * number;
    }

    private static int squareUnlessThree(int number) {
        if (number % 10 == 3) {
            throw new IllegalStateException("number " + number);
        }
        return number * number;
    }

    // ---------------------------------------------------------------- map

    @ParameterizedTest
    @MethodSource("chunkings")
    void resultsAreInTheOrderOfTheInputs(Chunking chunking) throws Exception {
        assertThat(pool.map(PoolMapIT::square, numbers(100), chunking)).isEqualTo(squares(100));
    }

    @Test
    void noInputsNoResults() throws Exception {
        assertThat(pool.map(PoolMapIT::square, List.of())).isEmpty();
        assertThat(pool.imap(PoolMapIT::square, List.<Integer>of())).isExhausted();
        assertThat(pool.imapUnordered(PoolMapIT::square, List.<Integer>of())).isExhausted();
    }

    @Test
    void inputsAndResultsMayBeNull() throws Exception {
        assertThat(pool.map(text -> text, Arrays.asList("a", null, "b"))).containsExactly("a", null, "b");
    }

    /** Python's starmap. */
    record Pair(int base, int exponent) implements Serializable {
        int power() {
            return (int) Math.pow(base, exponent);
        }
    }

    @Test
    void inputsMayBeRecords() throws Exception {
        assertThat(pool.map(Pair::power, List.of(new Pair(2, 3), new Pair(3, 2))))
                .containsExactly(8, 9);
    }

    @ParameterizedTest
    @MethodSource("chunkings")
    void theFailureOfTheFirstInputIsThrownAfterAllAreDone(Chunking chunking) {
        SharedQueue<Integer> done = mp.queue();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> pool.map(
                        number -> {
                            done.put(number);
                            return squareUnlessThree(number);
                        },
                        numbers(30),
                        chunking))
                .havingCause()
                .isInstanceOf(IllegalStateException.class)
                .withMessage("number 3");
        assertThat(done).hasSize(30);
    }

    @Test
    void aMapIsCancelled() throws Exception {
        SharedQueue<Long> begun = mp.queue();
        CompletableFuture<List<Void>> all = pool.mapAsync(number -> waitForEver(begun), numbers(50), Chunking.of(1));
        assertThat(begun.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
        assertThat(all.cancel(true)).isTrue();
        assertThat(all).isCancelled();
    }

    @Test
    void aLargeCapturedObjectIsReadOnceByEachWorker() throws Exception {
        int[] table = IntStream.range(0, 100_000).toArray();
        SharedQueue<Long> reads = mp.queue();
        Large large = new Large(table, reads);
        assertThat(pool.map(large::at, numbers(40), Chunking.of(1))).isEqualTo(numbers(40));
        assertThat(reads.size()).isBetween(1, 2);
    }

    /** Counts how often it is read. */
    record Large(int[] table, SharedQueue<Long> reads) implements Serializable {
        Large {
            if (reads != null && isWorker()) {
                reads.add(pid());
            }
        }

        private static boolean isWorker() {
            try {
                return PoolWorker.current() != null;
            } catch (IllegalStateException e) {
                return false;
            }
        }

        int at(int index) {
            return table[index];
        }
    }

    @Test
    void aShippedObjectIsReadByTasks() throws Exception {
        try (ShippedValue<int[]> shipped = pool.ship(IntStream.range(0, 10_000).toArray())) {
            assertThat(shipped.get()).hasSize(10_000);
            assertThat(get(pool.submit(() -> shipped.get()[77]))).isEqualTo(77);
            assertThat(pool.map(i -> shipped.get()[i], List.of(5, 6))).containsExactly(5, 6);
        }
    }

    // ---------------------------------------------------------------- imap

    /** Counts what is read of it. */
    private record Endless(AtomicInteger read) implements Iterable<Integer> {
        @Override
        public Iterator<Integer> iterator() {
            return IntStream.generate(read::getAndIncrement).iterator();
        }
    }

    @Test
    void endlessInputIsReadAsFarAsItIsNeeded() {
        AtomicInteger read = new AtomicInteger();
        try (ResultIterator<Integer> results = pool.imap(PoolMapIT::square, new Endless(read), Chunking.of(2), 3)) {
            for (int i = 0; i < 10; i++) {
                assertThat(results.next()).isEqualTo(i * i);
            }
            assertThat(read.get()).isLessThanOrEqualTo(10 + 2 * (3 + 1));
        }
    }

    @Test
    void unorderedResultsComeAsTheyEnd() throws Exception {
        SharedQueue<Integer> go = mp.queue();
        List<Integer> seen = new ArrayList<>();
        try (ResultIterator<Integer> results =
                pool.imapUnordered(number -> number == 0 ? go.take() : number, numbers(5))) {
            for (int i = 0; i < 4; i++) {
                seen.add(results.next(PATIENCE));
            }
            go.put(0);
            seen.add(results.next(PATIENCE));
            assertThat(results.hasNext()).isFalse();
        }
        assertThat(seen).containsExactlyInAnyOrder(0, 1, 2, 3, 4).endsWith(0);
    }

    @Test
    void aResultThatIsNotThereInTimeCanBeAskedForAgain() throws Exception {
        SharedQueue<Integer> go = mp.queue();
        try (ResultIterator<Integer> results = pool.imap(number -> go.take(), numbers(1))) {
            assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> results.next(NO_TIME));
            go.put(11);
            assertThat(results.next(PATIENCE)).isEqualTo(11);
            assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> results.next(PATIENCE));
        }
    }

    @ParameterizedTest
    @MethodSource("chunkings")
    void aFailureStandsInItsPlace(Chunking chunking) throws Exception {
        List<Object> seen = new ArrayList<>();
        try (ResultIterator<Integer> results = pool.imap(PoolMapIT::squareUnlessThree, numbers(6), chunking)) {
            while (results.hasNext()) {
                try {
                    seen.add(results.next());
                } catch (CompletionException e) {
                    seen.add(e.getCause().getMessage());
                }
            }
        }
        assertThat(seen).containsExactly(0, 1, 4, "number 3", 16, 25);
    }

    /** Fails after two. */
    private record Torn() implements Iterable<Integer> {
        @Override
        public Iterator<Integer> iterator() {
            return IntStream.iterate(0, i -> i + 1).map(Torn::check).iterator();
        }

        private static int check(int number) {
            if (number == 2) {
                throw new IllegalStateException("the input is torn");
            }
            return number;
        }
    }

    @Test
    void inputThatFailsEndsItsOwnJobOnly() throws Exception {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> pool.map(PoolMapIT::square, new Torn()))
                .withMessage("the input is torn");
        try (ResultIterator<Integer> results = pool.imap(PoolMapIT::square, new Torn())) {
            assertThat(results.next()).isZero();
            assertThat(results.next()).isOne();
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> results.next(PATIENCE))
                    .havingCause()
                    .withMessage("the input is torn");
            assertThat(results.hasNext()).isFalse();
        }
    }

    @Test
    void closingCancelsWhatIsNotDone() throws Exception {
        SharedQueue<Long> begun = mp.queue();
        ResultIterator<Void> results = pool.imap(number -> waitForEver(begun), numbers(20));
        assertThat(begun.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
        results.close();
        assertThat(results.hasNext()).isFalse();
        results.close();
    }

    @Test
    void aStreamOfResults() {
        try (var results = pool.imap(PoolMapIT::square, new Endless(new AtomicInteger())).stream()) {
            assertThat(results.limit(3)).containsExactly(0, 1, 4);
        }
    }

    @Test
    void anInterruptedReaderIsTold() {
        SharedQueue<Integer> go = mp.queue();
        try (ResultIterator<Integer> results = pool.imap(number -> go.take(), numbers(1))) {
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> results.next(PATIENCE));
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(results::next)
                    .withCauseInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isTrue();
            go.add(1);
            assertThat(results.next()).isOne();
        }
    }

    /** Gives its second element when somebody has the result of the first. */
    private record Dialogue(CountDownLatch answered) implements Iterable<Integer> {
        @Override
        public Iterator<Integer> iterator() {
            return IntStream.range(0, 2)
                    .peek(i -> {
                        if (i == 1) {
                            awaitOrFail(answered);
                        }
                    })
                    .iterator();
        }

        private static void awaitOrFail(CountDownLatch latch) {
            try {
                if (!latch.await(5, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("nobody has the first result");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void aResultComesWhileTheInputKeepsOneWaiting() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        try (ResultIterator<Integer> results = pool.imap(PoolMapIT::square, new Dialogue(answered))) {
            assertThat(results.next(PATIENCE)).isZero();
            answered.countDown();
            assertThat(results.next(PATIENCE)).isOne();
        }
    }

    @Test
    void anIteratorThatNobodyReadsHoldsNobodyUp() throws Exception {
        ResultIterator<Integer> forgotten =
                pool.imap(PoolMapIT::square, new Endless(new AtomicInteger()), Chunking.of(1), 4);
        assertThat(pool.map(PoolMapIT::square, numbers(20))).isEqualTo(squares(20));
        forgotten.close();
        await().atMost(PATIENCE)
                .until(() -> pool.statistics().submitted() == pool.statistics().done());
    }
}
