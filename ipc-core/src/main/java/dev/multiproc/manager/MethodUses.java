package dev.multiproc.manager;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How the methods of all types of a manager are used.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
final class MethodUses {
    /** What is called by the numbers below 0 of {@link Wire}. */
    private static final List<String> OF_ALL = List.of("iterator", "iterator", "drainTo", "putAll", "getAll");

    private static final int SLOWEST = 5;

    private final Map<Exposed, MethodUse[]> uses = new ConcurrentHashMap<>();

    /** Those of a type, in an order that only {@link #index} knows. */
    MethodUse[] of(Exposed type) {
        return uses.computeIfAbsent(type, MethodUses::create);
    }

    private static MethodUse[] create(Exposed type) {
        String prefix = type.type().getSimpleName() + ".";
        List<MethodUse> created = new ArrayList<>();
        OF_ALL.forEach(name -> created.add(new MethodUse(prefix + name)));
        for (int i = 0; i < type.count(); i++) {
            created.add(new MethodUse(prefix + type.method(i).getName()));
        }
        return created.toArray(MethodUse[]::new);
    }

    /** Where the use of a method is that a request calls. */
    static int index(int method) {
        return method < 0 ? -1 - method : method + OF_ALL.size();
    }

    /** How many calls have begun. */
    long calls() {
        long calls = 0;
        for (MethodUse[] ofType : uses.values()) {
            for (MethodUse use : ofType) {
                calls += use.calls();
            }
        }
        return calls;
    }

    /** The methods of its users' objects that take longest on average. */
    List<ManagerStatistics.Method> slowest() {
        List<ManagerStatistics.Method> called = new ArrayList<>();
        uses.forEach((type, ofType) -> {
            for (MethodUse use : ofType) {
                if (use.calls() > 0 && type.type() != Workshop.class) {
                    called.add(use.statistics());
                }
            }
        });
        called.sort(Comparator.comparing(ManagerStatistics.Method::mean).reversed());
        return List.copyOf(called.subList(0, Math.min(SLOWEST, called.size())));
    }
}
