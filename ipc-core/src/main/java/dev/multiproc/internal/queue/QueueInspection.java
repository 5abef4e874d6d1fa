package dev.multiproc.internal.queue;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.object.Inspected;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the state of a queue from a copy of the control file. */
final class QueueInspection {
    private QueueInspection() {}

    /** Reads the queue whose counters start at the given offset. */
    static Inspected inspect(QueueKind kind, MappedRegion region, int base) {
        QueueCounters counters = new QueueCounters(region, base);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("waiting", counters.waiting());
        figures.put("put", counters.tail());
        figures.put("returned", counters.returned());
        if (counters.delayed() > 0) {
            figures.put("delayed", counters.delayed());
        }
        // Without a join, low is raised only from time to time, so this is an upper bound.
        figures.put("unfinished at most", Math.max(0, counters.tail() - counters.low()));
        if (counters.capacity() > 0) {
            figures.put("capacity", counters.capacity());
        }
        if (counters.isShutdown()) {
            figures.put("shut down", true);
        }
        return Inspected.of(kind.title(), figures);
    }

    /** What a thread is waiting for if it sleeps at the given event of a queue. */
    static String purpose(MappedRegion region, int base, int event) {
        QueueCounters counters = new QueueCounters(region, base);
        if (event == counters.notEmpty()) {
            return "to take from";
        }
        if (event == counters.notFull()) {
            return "for room in";
        }
        return event == counters.finished() ? "to join" : "for the log of";
    }
}
