package dev.multiproc.internal.queue;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.object.Inspected;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a copy of the control file says of a queue. */
final class QueueInspection {
    private QueueInspection() {}

    /** The queue whose words stand at an offset. */
    static Inspected inspect(QueueKind kind, MappedRegion region, int base) {
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
        return Inspected.of(kind.title(), figures);
    }

    /** What a thread waits for that sleeps at an event of a queue. */
    static String purpose(MappedRegion region, int base, int event) {
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
