package dev.multiproc.internal.session;

/** Leaves this JVM's sessions properly when the JVM exits. */
final class ExitHook implements Runnable {
    private static boolean isInstalled;
    private static volatile boolean hasBegun;

    private ExitHook() {}

    static synchronized void ensure() {
        if (!isInstalled) {
            isInstalled = true;
            Runtime.getRuntime().addShutdownHook(new Thread(new ExitHook(), "multiproc-exit"));
        }
    }

    /** Whether this JVM is exiting. */
    static boolean hasBegun() {
        return hasBegun;
    }

    @Override
    public void run() {
        hasBegun = true;
        Sessions.exit();
    }
}
