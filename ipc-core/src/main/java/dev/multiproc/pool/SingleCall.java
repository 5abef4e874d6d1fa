package dev.multiproc.pool;

import dev.multiproc.codec.EncodedThrowable;
import java.util.concurrent.CompletableFuture;

/**
 * A task that was submitted by itself.
 *
 * @param <T> the type of its result
 */
final class SingleCall<T> extends Call {
    private final Payloads payloads;
    private final Class<?> taskClass;
    /** What it returns if the task returns nothing. */
    private final T fixedResult;

    private final Future future;

    /** What the caller has. */
    private final class Future extends CompletableFuture<T> {
        private final Calls calls;

        Future(Calls calls) {
            this.calls = calls;
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            boolean isFirst = super.cancel(mayInterrupt);
            if (isFirst) {
                calls.withdraw(SingleCall.this, mayInterrupt);
            }
            return isCancelled();
        }
    }

    SingleCall(Calls calls, Payloads payloads, Object task, T fixedResult) {
        super(calls.nextNumber(), TaskMessage.call(payloads.encodeTask(task)));
        this.payloads = payloads;
        this.fixedResult = fixedResult;
        taskClass = task.getClass();
        future = new Future(calls);
    }

    CompletableFuture<T> future() {
        return future;
    }

    @Override
    @SuppressWarnings("unchecked")
    boolean succeed(ResultMessage result) {
        Throwable failure;
        try {
            switch (result.kind()) {
                case ResultMessage.NULL -> {
                    future.complete(fixedResult);
                    return true;
                }
                case ResultMessage.VALUE -> {
                    T value = (T) payloads.decodeValue(result.payload());
                    future.complete(value);
                    return true;
                }
                default -> failure = EncodedThrowable.from(result.payload()).decode();
            }
        } catch (Throwable e) {
            failure = e;
        }
        fail(failure);
        return false;
    }

    @Override
    void fail(Throwable failure) {
        future.completeExceptionally(failure);
    }

    @Override
    void cancel() {
        future.cancel(false);
    }

    @Override
    ClassLoader loader() {
        return taskClass.getClassLoader();
    }

    @Override
    String description() {
        return "task " + number() + ": " + taskClass.getName();
    }
}
