package dev.multiproc.manager;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Collections that are sent only for what is in them: many of the JDK's, as a map's values, are not serializable. */
final class Copies {
    private Copies() {}

    /** A collection or a map that can be sent: itself, or one with the same elements. */
    static Object sendable(Object given) {
        if (given instanceof Serializable) {
            return given;
        }
        if (given instanceof Set<?> set) {
            return new LinkedHashSet<>(set);
        }
        if (given instanceof Collection<?> collection) {
            return new ArrayList<>(collection);
        }
        return given instanceof Map<?, ?> map ? new LinkedHashMap<>(map) : given;
    }

    /** The same for all arguments of a call. */
    static Object[] sendable(Object... given) {
        Object[] sendable = new Object[given.length];
        for (int i = 0; i < given.length; i++) {
            sendable[i] = sendable(given[i]);
        }
        return sendable;
    }
}
