package dev.multiproc.manager;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The objects that clients have references to, by their numbers. One without references is dropped here; it may still be in another
 * managed object, and is here again when it is given to a client.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
final class ServedObjects {
    private final Map<Long, Served> byNumber = new ConcurrentHashMap<>();

    /** Guarded by itself, as are all changes of references. */
    private final IdentityHashMap<Object, Served> byObject = new IdentityHashMap<>();

    /** How many there are of which interface. Guarded by the table above. */
    private final Map<String, Integer> byType = new HashMap<>();

    private final MethodUses uses = new MethodUses();
    private long lastNumber;

    /** The object of a number; null if nobody has a reference to it. */
    Served get(long number) {
        return byNumber.get(number);
    }

    /** What stands for an object: the same as before, as long as anybody refers to it. */
    Served of(Object object, Class<?> type) {
        synchronized (byObject) {
            Served known = byObject.get(object);
            return known != null && known.exposed().type() == type ? known : served(++lastNumber, type, object);
        }
    }

    private Served served(long number, Class<?> type, Object object) {
        Exposed exposed = Exposed.of(type);
        return new Served(number, exposed, object, uses.of(exposed));
    }

    /** The object that makes the others; never dropped. */
    void addWorkshop(Workshop workshop) {
        byNumber.put(Wire.WORKSHOP, served(Wire.WORKSHOP, Workshop.class, workshop));
    }

    void hold(Served served) {
        synchronized (byObject) {
            served.count(1);
            if (byNumber.put(served.number(), served) == null) {
                byType.merge(served.exposed().type().getSimpleName(), 1, Integer::sum);
            }
            byObject.put(served.object(), served);
        }
    }

    void release(Served served, int references) {
        synchronized (byObject) {
            if (!served.count(-references)) {
                byNumber.remove(served.number());
                byType.computeIfPresent(
                        served.exposed().type().getSimpleName(), (type, count) -> count == 1 ? null : count - 1);
                byObject.remove(served.object(), served);
            }
        }
    }

    /** How many objects of which interface clients have. */
    Map<String, Integer> counts() {
        synchronized (byObject) {
            return new HashMap<>(byType);
        }
    }

    /** How their methods are used. */
    MethodUses uses() {
        return uses;
    }

    /** How many objects clients have. */
    int size() {
        synchronized (byObject) {
            return byObject.size();
        }
    }
}
