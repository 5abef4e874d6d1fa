package dev.multiproc.testing;

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
}
