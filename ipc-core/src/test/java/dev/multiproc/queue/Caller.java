package dev.multiproc.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A thread that makes one call which is expected to block.
 *
 * @param <T> what the call gives
 */
final class Caller<T> {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final FutureTask<T> call;
    private final Thread thread;

    private Caller(Callable<T> call) {
        this.call = new FutureTask<>(call);
        thread = new Thread(this.call, "caller");
        thread.setDaemon(true);
        thread.start();
    }

    /** A call that nobody can answer with a value. */
    interface Action {
        void run() throws Exception;
    }

    static <T> Caller<T> of(Callable<T> call) {
        return new Caller<>(call);
    }

    static Caller<Void> running(Action action) {
        return new Caller<>(() -> {
            action.run();
            return null;
        });
    }

    /** Waits until the thread sleeps inside the library. */
    Caller<T> awaitBlocked() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> isParked() || call.isDone());
        assertThat(call.isDone()).as("returned, but should block").isFalse();
        return this;
    }

    private boolean isParked() {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("park")
                        && frame.getClassName().startsWith("dev.multiproc.internal.park."));
    }

    void interrupt() {
        thread.interrupt();
    }

    boolean isDone() {
        return call.isDone();
    }

    /** Whether the thread has not come into the library yet. */
    boolean isStarting() {
        return !call.isDone()
                && Arrays.stream(thread.getStackTrace())
                        .noneMatch(frame -> frame.getClassName().startsWith("dev.multiproc.internal."));
    }

    /** What the call gave. */
    T result() throws InterruptedException {
        try {
            return call.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("the call failed", e.getCause());
        } catch (TimeoutException e) {
            throw stuck(e);
        }
    }

    /** What the call threw. */
    Throwable failure() throws InterruptedException {
        try {
            T value = call.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return fail("the call gave " + value + ", but should throw");
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (TimeoutException e) {
            throw stuck(e);
        }
    }

    private AssertionError stuck(TimeoutException cause) {
        AssertionError error = new AssertionError("the call still blocks", cause);
        error.setStackTrace(thread.getStackTrace());
        return error;
    }
}
