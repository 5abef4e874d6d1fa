package dev.multiproc.internal.queue;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.object.Inspected;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a copy of the control file says of a queue. */
public final class QueueInspection {
    private QueueInspection() {}

    public static boolean isQueue(int kind) {
        return kind == LogQueue.KIND || kind == LogQueue.JOINABLE_KIND;
    }

    /** The queue whose words stand at an offset. */
    public static Inspected inspect(int kind, MappedRegion region, int base) {
        QueueCounters counters = new QueueCounters(region, base);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("waiting", counters.waiting());
        figures.put("put", counters.tail());
        figures.put("returned", counters.returned());
        // Low is moved now and then only, where nobody joins.
        figures.put("unfinished at most", Math.max(0, counters.tail() - counters.low()));
        if (counters.capacity() > 0) {
            figures.put("capacity", counters.capacity());
        }
        if (counters.isShutdown()) {
            figures.put("shut down", true);
        }
        return Inspected.of(kind == LogQueue.JOINABLE_KIND ? "JoinableQueue" : "SharedQueue", figures);
    }

    /** What a thread waits for that sleeps at an event of a queue. */
    public static String purpose(MappedRegion region, int base, int event) {
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
