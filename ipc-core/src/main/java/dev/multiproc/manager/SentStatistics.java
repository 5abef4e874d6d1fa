package dev.multiproc.manager;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/**
 * A manager's statistics on their way to a client: a public type that is serializable would have to document its serialized form.
 *
 * @param numbers pid, clients, remote clients, connections, calls, calls a second
 * @param objects as in the statistics
 * @param slowest as in the statistics
 */
record SentStatistics(ArrayList<Long> numbers, TreeMap<String, Integer> objects, ArrayList<Line> slowest)
        implements Serializable {
    /** A method. */
    private record Line(String name, long calls, Duration mean, Duration max) implements Serializable {
        ManagerStatistics.Method method() {
            return new ManagerStatistics.Method(name, calls, mean, max);
        }
    }

    static SentStatistics of(ManagerStatistics now) {
        ArrayList<Line> lines = new ArrayList<>();
        for (ManagerStatistics.Method method : now.slowest()) {
            lines.add(new Line(method.name(), method.calls(), method.mean(), method.max()));
        }
        ArrayList<Long> numbers = new ArrayList<>(List.of(
                now.pid(),
                (long) now.clients(),
                (long) now.remoteClients(),
                (long) now.connections(),
                now.calls(),
                now.callsPerSecond()));
        return new SentStatistics(numbers, new TreeMap<>(now.objects()), lines);
    }

    ManagerStatistics statistics() {
        return new ManagerStatistics(
                numbers.get(0),
                Math.toIntExact(numbers.get(1)),
                Math.toIntExact(numbers.get(2)),
                Math.toIntExact(numbers.get(3)),
                numbers.get(4),
                numbers.get(5),
                Collections.unmodifiableMap(objects),
                slowest.stream().map(Line::method).toList());
    }
}
