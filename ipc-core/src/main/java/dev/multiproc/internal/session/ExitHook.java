package dev.multiproc.internal.session;

/** Leaves this JVM's sessions in order when the JVM exits. */
final class ExitHook implements Runnable {
    private static boolean isThere;
    private static volatile boolean hasBegun;

    private ExitHook() {}

    static synchronized void ensure() {
        if (!isThere) {
            isThere = true;
            Runtime.getRuntime().addShutdownHook(new Thread(new ExitHook(), "multiproc-exit"));
        }
    }

    /** Whether this JVM exits. */
    static boolean hasBegun() {
        return hasBegun;
    }

    @Override
    public void run() {
        hasBegun = true;
        Sessions.exit();
    }
}
