package dev.multiproc.testing;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Virtual threads, which JDK 17 does not know: reached by name. */
public final class VirtualThreads {
    private VirtualThreads() {}

    /** Starts one; on JDK 21 and later only. */
    public static Thread start(Runnable code) {
        try {
            return (Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, code);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no virtual threads here", e);
        }
    }

    /** A virtual thread for each task; on a JDK that has none, a thread of the platform. */
    public static ExecutorService executor() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException e) {
            return Executors.newCachedThreadPool();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no virtual threads here", e);
        }
    }
}
