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
        QueueCounters words = new QueueCounters(region, base);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("waiting", words.waiting());
        figures.put("put", words.tail());
        figures.put("returned", words.returned());
        // Low is moved now and then only, where nobody joins.
        figures.put("unfinished at most", Math.max(0, words.tail() - words.low()));
        if (words.capacity() > 0) {
            figures.put("capacity", words.capacity());
        }
        if (words.isShutdown()) {
            figures.put("shut down", true);
        }
        return Inspected.of(kind == LogQueue.JOINABLE_KIND ? "JoinableQueue" : "SharedQueue", figures);
    }

    /** What a thread waits for that sleeps at an event of a queue. */
    public static String purpose(MappedRegion region, int base, int event) {
        QueueCounters words = new QueueCounters(region, base);
        if (event == words.notEmpty()) {
            return "to take from";
        }
        if (event == words.notFull()) {
            return "for room in";
        }
        return event == words.finished() ? "to join" : "for the log of";
    }
}
