package dev.multiproc.internal.control;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Runs work on a thread of its own, which nobody interrupts: an interrupt would close the thread's file channel and end
 * the work with an exception. For rare work only, not for what each child does at its start.
 */
public final class Undisturbed {
    private Undisturbed() {}

    public interface Call<T> {
        T run();
    }

    /** Returns the result of the work. An interrupt is kept for the next call that waits. */
    public static <T> T call(Call<T> call) {
        Work<T> work = new Work<>(call);
        work.start();
        Mapper.awaitEnd(work);
        return work.result();
    }

    private static final class Work<T> extends Thread {
        private final Call<T> call;
        private T result;
        private Throwable failure;

        Work(Call<T> call) {
            super("multiproc-undisturbed");
            this.call = call;
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                result = call.run();
            } catch (Throwable e) {
                // Thrown to the waiting thread.
                failure = e;
            }
        }

        T result() {
            if (failure instanceof RuntimeException exception) {
                throw withCaller(exception);
            }
            if (failure instanceof Error error) {
                throw withCaller(error);
            }
            return result;
        }

        /** Adds the caller's stack trace. */
        private static <E extends Throwable> E withCaller(E exception) {
            StackTraceElement[] caller = new Throwable().getStackTrace();
            exception.setStackTrace(Stream.concat(Arrays.stream(exception.getStackTrace()), Arrays.stream(caller))
                    .toArray(StackTraceElement[]::new));
            return exception;
        }
    }
}
