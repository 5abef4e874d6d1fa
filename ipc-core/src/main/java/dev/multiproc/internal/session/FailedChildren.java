package dev.multiproc.internal.session;

import dev.multiproc.internal.launch.ChildFailure;
import dev.multiproc.internal.launch.StartFailure;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The children that have failed and that the program has not asked about. At its end the session names them.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
final class FailedChildren {
    /** More are only counted: a session may live long, and its program may never ask. */
    private static final int MAX = 100;

    private final Set<JvmChild> unasked = new LinkedHashSet<>();
    private long others;

    synchronized void add(JvmChild child, int exitCode) {
        if (StartFailure.isExpected(exitCode)) {
            return;
        }
        unasked.add(child);
        if (unasked.size() > MAX) {
            unasked.remove(unasked.iterator().next());
            others++;
        }
    }

    synchronized void remove(JvmChild child) {
        unasked.remove(child);
    }

    /** Writes a line for each on standard error, once. */
    synchronized void report() {
        if (others > 0) {
            System.err.println("multiproc: " + others + " more children failed before these");
        }
        for (JvmChild child : unasked) {
            System.err.println("multiproc: "
                    + ChildFailure.description(child.name(), child.pid().orElse(0), child.endedWith()));
        }
        others = 0;
        unasked.clear();
    }
}
