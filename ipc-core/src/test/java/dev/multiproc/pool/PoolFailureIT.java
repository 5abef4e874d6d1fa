package dev.multiproc.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.queue.SharedQueue;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes wrong in a task, or with its worker, is the answer to this task, and the pool goes on. */
class PoolFailureIT extends PoolScene {
    @AfterEach
    void thePoolStillWorks() throws Exception {
        assertWorks(pool);
    }

    // ---------------------------------------------------------------- exceptions

    private static int throwing(int number) {
        throw new IllegalStateException("number " + number);
    }

    @Test
    void anExceptionComesBackWithTheWorkersStackTrace() throws Exception {
        Throwable failure = failure(pool.submit(() -> throwing(7)));
        assertThat(failure).isExactlyInstanceOf(IllegalStateException.class).hasMessage("number 7");
        assertThat(failure.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("throwing"));
    }

    private static int deep(int depth) {
        return depth == Integer.MAX_VALUE ? 0 : 1 + deep(depth + 1);
    }

    @Test
    void anErrorComesBackToo() throws Exception {
        assertThat(failure(pool.submit(() -> deep(0)))).isInstanceOf(StackOverflowError.class);
    }

    @Test
    void aLackOfMemoryComesBackAndItsWorkerIsReplaced() throws Exception {
        int before = pool.statistics().workersStarted();
        assertThat(failure(pool.submit(() -> new long[Integer.MAX_VALUE].length)))
                .isInstanceOf(OutOfMemoryError.class);
        assertWorks(pool);
        get(pool.submit(PoolScene::pid));
        assertThat(pool.statistics().workersStarted()).isGreaterThanOrEqualTo(before);
    }

    /** Cannot be serialized. */
    static final class Holding extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // That is what the test is about.
        private final Object held = new Object();

        Holding() {
            super("holds what cannot travel");
        }

        Object held() {
            return held;
        }
    }

    @Test
    void anExceptionThatCannotBeSentIsTold() throws Exception {
        Throwable failure = failure(pool.submit(() -> {
            throw new Holding();
        }));
        assertThat(failure).hasMessageContaining("holds what cannot travel");
        assertThat(failure.toString()).contains("Holding");
    }

    /** Fails when somebody asks what it is. */
    static final class Silent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("says nothing");
        }
    }

    @Test
    void anExceptionThatCannotEvenBePrintedEndsItsTask() throws Exception {
        CompletableFuture<Object> future = pool.submit(() -> {
            throw new Silent();
        });
        // An ExecutionException cannot be made of it, in no executor.
        assertThat(get(future.<Boolean>handle((result, failure) -> failure != null))
                        .booleanValue())
                .isTrue();
    }

    // ---------------------------------------------------------------- results

    @Test
    void aResultThatCannotBeSentFailsItsTaskByName() throws Exception {
        assertThat(failure(pool.submit(() -> List.of(new CountDownLatch(1)))))
                .hasMessageContaining("the task's result cannot be sent")
                .hasMessageContaining("java.util.concurrent.CountDownLatch");
    }

    /** Can be read in workers only. */
    record OnlyInWorkers(boolean isError) implements Serializable {
        private Object readResolve() {
            try {
                return PoolWorker.current() == null ? null : this;
            } catch (IllegalStateException e) {
                if (isError) {
                    throw new AssertionError("not to be read here");
                }
                throw e;
            }
        }
    }

    /** As {@link OnlyInWorkers}. */
    static final class ThrownOnlyInWorkers extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Object readResolve() {
            throw new AssertionError("not to be read here");
        }
    }

    @Test
    void aResultThatCannotBeReadFailsItsTask() throws Exception {
        assertThat(failure(pool.submit(() -> new OnlyInWorkers(false)))).hasStackTraceContaining("no worker");
    }

    @Test
    void anErrorWhileAResultIsReadFailsItsTask() throws Exception {
        assertThat(failure(pool.submit(() -> new OnlyInWorkers(true)))).hasStackTraceContaining("not to be read here");
        assertThat(failure(pool.mapAsync(OnlyInWorkers::new, List.of(true, true))))
                .hasStackTraceContaining("not to be read here");
    }

    @Test
    void anExceptionThatCannotBeReadIsTold() throws Exception {
        Throwable failure = failure(pool.submit(() -> {
            throw new ThrownOnlyInWorkers();
        }));
        assertThat(failure.toString()).contains("ThrownOnlyInWorkers");
    }

    // ---------------------------------------------------------------- deaths

    @Test
    void aKilledWorkerFailsItsTaskOnly() throws Exception {
        CompletableFuture<Integer> killed = pool.submit(() -> killMyself());
        CompletableFuture<List<Integer>> others =
                pool.mapAsync(i -> i * 2, IntStream.range(0, 20).boxed().toList(), Chunking.of(1));
        WorkerDiedException death = death(killed);
        assertThat(death.reason()).isEqualTo(WorkerDiedException.Reason.DIED);
        assertThat(death.signal()).hasValue(9);
        assertThat(death.exitCode()).isEqualTo(-9);
        assertThat(death.attempts()).isOne();
        assertThat(pool.statistics().workers())
                .anyMatch(worker ->
                        worker.pid() == death.pid() && death.getMessage().contains(worker.name()));
        assertThat(get(others)).hasSize(20).contains(0, 38);
    }

    @Test
    void anExitIsADeathWithItsCode() throws Exception {
        WorkerDiedException death = death(pool.submit(() -> System.exit(3)));
        assertThat(death.exitCode()).isEqualTo(3);
        assertThat(death.signal()).isEmpty();
        assertThat(death).hasMessageContaining("exit code 3");
    }

    @Test
    void aHaltIsADeathWithTheLastLines() throws Exception {
        WorkerDiedException death = death(pool.submit(() -> {
            System.err.println("the kettle is empty");
            Runtime.getRuntime().halt(4);
        }));
        assertThat(death.exitCode()).isEqualTo(4);
        assertThat(death.lastLines()).contains("the kettle is empty");
        assertThat(death).hasMessageContaining("the kettle is empty");
    }

    private static int haltAt(int input) {
        if (input == 5) {
            Runtime.getRuntime().halt(5);
        }
        return input;
    }

    @Test
    void aDeathInAMapFailsTheMapWithTheIndexOfItsInput() throws Exception {
        List<Integer> inputs = IntStream.range(0, 10).boxed().toList();
        WorkerDiedException death = death(pool.mapAsync(PoolFailureIT::haltAt, inputs, Chunking.of(1)));
        assertThat(death.taskIndex()).isEqualTo(5);
        assertThat(death.exitCode()).isEqualTo(5);
    }

    @Test
    void aDeathInAnImapFailsItsInputOnly() throws Exception {
        List<Integer> inputs = IntStream.range(0, 10).boxed().toList();
        int good = 0;
        int bad = 0;
        try (ResultIterator<Integer> results = pool.imap(PoolFailureIT::haltAt, inputs)) {
            while (results.hasNext()) {
                try {
                    assertThat(results.next(PATIENCE)).isNotEqualTo(5);
                    good++;
                } catch (ExecutionException e) {
                    assertThat(e).hasCauseInstanceOf(WorkerDiedException.class);
                    bad++;
                }
            }
        }
        assertThat(good).isEqualTo(9);
        assertThat(bad).isOne();
    }

    // ---------------------------------------------------------------- call-backs

    @Test
    void aCallBackThatThrowsHarmsNobody() throws Exception {
        CompletableFuture<Integer> future = pool.submit(() -> 1);
        CompletableFuture<Void> callBack = future.thenAccept(result -> {
            throw new AssertionError("a call-back");
        });
        assertThat(get(future)).isOne();
        assertThat(failure(callBack)).hasMessage("a call-back");
    }

    @Test
    void aCallBackMayBlock() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CompletableFuture<Void> callBack = pool.submit(() -> 1).thenAccept(result -> awaitUninterrupted(held));
        assertWorks(pool);
        assertThat(get(pool.mapAsync(i -> i, List.of(1, 2, 3)))).containsExactly(1, 2, 3);
        held.countDown();
        get(callBack);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aCallBackMaySubmitToItsPoolAndWait() throws Exception {
        CompletableFuture<Integer> sum =
                pool.submit(() -> 1).thenApply(one -> one + pool.submit(() -> 2).join());
        assertThat(get(sum)).isEqualTo(3);
    }

    @Test
    void aCallBackMayInterruptItsThread() throws Exception {
        SharedQueue<Integer> go = mp.queue();
        CompletableFuture<Void> callBack = pool.submit(() -> go.take())
                .thenAccept(result -> Thread.currentThread().interrupt());
        go.put(1);
        get(callBack);
        assertWorks(pool);
    }
}
