package dev.multiproc.internal.launch;

/**
 * A child's exit code, as Python defines it: {@code -n} for signal n.
 *
 * <p>The JDK gives 128 + n for a child that signal n ended. But a child may also exit with that code by itself, and a JVM that
 * handles a signal does so. So a child records in its slot, as a mark, whether it exits by itself, or which signal made it exit.
 */
public final class ExitStatus {
    /** A mark in the slot: the process exited by itself. */
    public static final int BY_ITSELF = -1;

    /** Never in a slot: the process ended before its JVM began to run the library. */
    public static final int NEVER_BEGAN = Integer.MIN_VALUE;

    /** Never in a slot: the process had begun, and ended without its shutdown hooks: it was halted or killed. */
    public static final int HALTED = Integer.MIN_VALUE + 1;

    private static final int SIGNAL_BASE = 128;
    private static final int MAX_SIGNAL = 64;
    private static final int HANGUP = 1;
    private static final int INTERRUPT = 2;
    private static final int TERMINATE = 15;

    private ExitStatus() {}

    /** Computes the child's exit code from the JDK's exit value and the mark in the child's slot. */
    public static int of(int exitValue, int mark) {
        if (mark > 0 && exitValue == SIGNAL_BASE + mark) {
            return -mark;
        }
        int signal = exitValue - SIGNAL_BASE;
        boolean mayBeSignal = signal > 0 && signal <= MAX_SIGNAL;
        boolean isByItself = mark == BY_ITSELF || mark == HALTED && isHandled(signal);
        return mayBeSignal && !isByItself ? -signal : exitValue;
    }

    /** Whether the JVM handles this signal, by running its shutdown hooks before it exits. */
    private static boolean isHandled(int signal) {
        return signal == HANGUP || signal == INTERRUPT || signal == TERMINATE;
    }

    /** Called in a shutdown hook: the mark for this process's slot. */
    public static int markOfThisExit() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] threads = new Thread[root.activeCount() + 16];
        int count = root.enumerate(threads, true);
        for (int i = 0; i < count; i++) {
            // When a signal makes the JVM exit, the JDK does so in a thread with one of these names.
            int signal = signalOf(threads[i].getName());
            if (signal > 0) {
                return signal;
            }
        }
        return BY_ITSELF;
    }

    private static int signalOf(String threadName) {
        return switch (threadName) {
            case "SIGTERM handler" -> TERMINATE;
            case "SIGINT handler" -> INTERRUPT;
            case "SIGHUP handler" -> HANGUP;
            default -> 0;
        };
    }
}
