package dev.multiproc.manager;

import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;

/** The namespace itself. */
final class NamespaceObject implements Namespace {
    /** Guarded by this. */
    private final Map<String, Object> values = new TreeMap<>();

    private void check(String name) {
        if (!values.containsKey(name)) {
            throw new NoSuchElementException("the namespace has no such value, name=" + name);
        }
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // The caller says what it expects.
    public synchronized <T> T get(String name) {
        check(name);
        return (T) values.get(name);
    }

    @Override
    public synchronized void set(String name, Object value) {
        values.put(name, value);
    }

    @Override
    public synchronized boolean has(String name) {
        return values.containsKey(name);
    }

    @Override
    public synchronized void remove(String name) {
        check(name);
        values.remove(name);
    }

    @Override
    public synchronized Map<String, Object> toMap() {
        return new TreeMap<>(values);
    }

    @Override
    public synchronized String toString() {
        return "Namespace" + values;
    }
}
