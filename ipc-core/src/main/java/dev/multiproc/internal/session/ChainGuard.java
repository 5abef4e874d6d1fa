package dev.multiproc.internal.session;

/**
 * Refuses to start children from code that each child would run again. A child that loads the class of its task runs that class's
 * static initializer; if the initializer starts a child, JVMs are started without end. Python has the same check, for a main
 * module without a guard.
 */
final class ChainGuard {
    private static final String INITIALIZER = "<clinit>";
    /** The longest chain of processes, each the child of the one before, that is accepted as intended. */
    private static final int MAX_DEPTH = 32;

    private ChainGuard() {}

    /**
     * Called before a child is started.
     *
     * @param taskClass the name of its task's class
     * @throws IllegalStateException if the child would be part of an endless chain
     */
    static void check(String taskClass) {
        int depth = SessionJoiner.depth();
        if (depth == 0) {
            return; // This is not a child, so no chain yet.
        }
        if (depth >= MAX_DEPTH) {
            throw new IllegalStateException("this process has " + depth
                    + " above it, each the child of the one before: that looks like a chain without an end, in which"
                    + " each child does again what its parent does; task=" + taskClass);
        }
        for (StackTraceElement frame : new Throwable().getStackTrace()) {
            // The child certainly runs this initializer again only if it is that of its task's class. But from depth 2
            // on, a child that starts children in an initializer is taken for part of a chain.
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
