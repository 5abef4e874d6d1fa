package dev.multiproc.internal.session;

import dev.multiproc.internal.launch.ChildFailure;
import dev.multiproc.internal.launch.StartFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The children that have failed and that the program has not asked about. At its end the session names them.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
final class FailedChildren {
    /** More are only counted: a session may live long, and its program may never ask. */
    static final int MAX = 100;

    /** With their exit codes. */
    private final Map<JvmChild, Integer> unasked = new LinkedHashMap<>();

    private long others;

    synchronized void add(JvmChild child, int exitCode) {
        if (StartFailure.isExpected(exitCode)) {
            return;
        }
        unasked.put(child, exitCode);
        if (unasked.size() > MAX) {
            unasked.remove(unasked.keySet().iterator().next());
            others++;
        }
    }

    synchronized void remove(JvmChild child) {
        unasked.remove(child);
    }

    /** A line for each, once. */
    synchronized List<String> takeLines() {
        List<String> lines = new ArrayList<>();
        if (others > 0) {
            lines.add("multiproc: " + others + " more children failed before these");
        }
        for (Map.Entry<JvmChild, Integer> each : unasked.entrySet()) {
            JvmChild child = each.getKey();
            lines.add("multiproc: "
                    + ChildFailure.description(child.name(), child.pid().orElse(0), each.getValue()));
        }
        others = 0;
        unasked.clear();
        return lines;
    }
}
