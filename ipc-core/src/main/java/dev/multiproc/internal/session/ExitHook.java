package dev.multiproc.internal.session;

/** Leaves this JVM's sessions in order when the JVM exits. */
final class ExitHook implements Runnable {
    private static boolean isThere;
    private static volatile boolean hasRun;

    private ExitHook() {}

    static synchronized void ensure() {
        if (!isThere) {
            isThere = true;
            Runtime.getRuntime().addShutdownHook(new Thread(new ExitHook(), "multiproc-exit"));
        }
    }

    /** Whether the JVM exits, and those sessions may be left over that were not there yet. */
    static boolean hasRun() {
        return hasRun;
    }

    @Override
    public void run() {
        hasRun = true;
        Sessions.exit();
    }
}
