package dev.multiproc.manager;

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

    private long lastNumber;

    /** The object of a number; null if nobody has a reference to it. */
    Served get(long number) {
        return byNumber.get(number);
    }

    /** What stands for an object: the same as before, as long as anybody refers to it. */
    Served of(Object object, Class<?> type) {
        synchronized (byObject) {
            Served known = byObject.get(object);
            return known != null && known.exposed().type() == type
                    ? known
                    : new Served(++lastNumber, Exposed.of(type), object);
        }
    }

    /** The object that makes the others; never dropped. */
    void addWorkshop(Workshop workshop) {
        byNumber.put(Wire.WORKSHOP, new Served(Wire.WORKSHOP, Exposed.of(Workshop.class), workshop));
    }

    void hold(Served served) {
        synchronized (byObject) {
            served.count(1);
            byNumber.put(served.number(), served);
            byObject.put(served.object(), served);
        }
    }

    void release(Served served, int references) {
        synchronized (byObject) {
            if (!served.count(-references)) {
                byNumber.remove(served.number());
                byObject.remove(served.object(), served);
            }
        }
    }

    /** How many objects clients have. */
    int size() {
        synchronized (byObject) {
            return byObject.size();
        }
    }
}
