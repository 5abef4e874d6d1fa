package dev.multiproc.internal.launch;

/**
 * How a child ended, in Python's terms: {@code -n} for signal n.
 *
 * <p>The JDK gives 128 + n for a child that signal n ended, which a child may also give by itself; and a JVM that handles a
 * signal leaves by itself. So a child says in its slot that it leaves by itself, or by which signal it does.
 */
public final class ExitStatus {
    /** In the slot: the process left by itself. */
    public static final int BY_ITSELF = -1;

    /** In no slot: the process's JVM had not begun to run the library. */
    public static final int NEVER_BEGAN = Integer.MIN_VALUE;

    /** In no slot: the process had begun, and left by no way out of the JVM's: halted, or killed. */
    public static final int HALTED = Integer.MIN_VALUE + 1;

    private static final int SIGNAL_BASE = 128;
    private static final int MAX_SIGNAL = 64;
    private static final int HANGUP = 1;
    private static final int INTERRUPT = 2;
    private static final int TERMINATE = 15;

    private ExitStatus() {}

    /** What the child's exit code is, from the JDK's and the mark in the child's slot. */
    public static int of(int exitValue, int mark) {
        if (mark > 0 && exitValue == SIGNAL_BASE + mark) {
            return -mark;
        }
        int signal = exitValue - SIGNAL_BASE;
        boolean mayBeSignal = signal > 0 && signal <= MAX_SIGNAL;
        boolean isByItself = mark == BY_ITSELF || mark == HALTED && isHandled(signal);
        return mayBeSignal && !isByItself ? -signal : exitValue;
    }

    /** Whether the JVM lets no such signal end it but by its way out. */
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
            // The JDK runs the exit on a thread of this name when a signal asks for it.
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
