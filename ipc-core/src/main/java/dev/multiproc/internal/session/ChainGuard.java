package dev.multiproc.internal.session;

/**
 * Refuses to start children in what each of them would do again: a child that loads the class of its task runs the class's static
 * initializer, and if that starts children there is no end of JVMs. Python refuses the same of a main module without a guard.
 */
final class ChainGuard {
    private static final String INITIALIZER = "<clinit>";
    /** The longest chain of processes, each the child of the one before, that is taken for intended. */
    private static final int MAX_DEPTH = 32;

    private ChainGuard() {}

    /**
     * Called before a child is started.
     *
     * @param taskClass the name of its task's class
     * @throws IllegalStateException if it would be one of a chain without an end
     */
    static void check(String taskClass) {
        int depth = SessionJoiner.depth();
        if (depth == 0) {
            return; // What a program starts is its own affair.
        }
        if (depth >= MAX_DEPTH) {
            throw new IllegalStateException("this process has " + depth
                    + " above it, each the child of the one before: that looks like a chain without an end, in which"
                    + " each child does again what its parent does; task=" + taskClass);
        }
        for (StackTraceElement frame : new Throwable().getStackTrace()) {
            // Whether a child would come here again is certain only if the class is that of its task. But who starts
            // children here, was started so, and so was its parent, is in the middle of a chain.
            if (frame.getMethodName().equals(INITIALIZER)
                    && (depth > 1 || outermost(frame.getClassName()).equals(outermost(taskClass)))) {
                throw new IllegalStateException("an attempt has been made to start a new process before the current"
                        + " process has finished its bootstrapping phase: the static initializer of "
                        + frame.getClassName()
                        + " starts a child, which would run it again, and so start the next, without an end;"
                        + " start children in the main method, or in one that it calls");
            }
        }
    }

    private static String outermost(String name) {
        int end = name.indexOf('$');
        return end < 0 ? name : name.substring(0, end);
    }
}
