package dev.multiproc.manager;

import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Managed objects by the names that clients gave them, which keep them.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
final class Names {
    private final Map<String, Object> proxies = new ConcurrentHashMap<>();

    void bind(String name, Object proxy) {
        if (proxies.putIfAbsent(name, proxy) != null) {
            throw new IllegalStateException("another object has this name: unbind it first, name=" + name);
        }
    }

    Object lookup(String name) {
        Object proxy = proxies.get(name);
        if (proxy == null) {
            throw new NoSuchElementException(
                    "no object has this name, name=" + name + ", names=" + new TreeSet<>(proxies.keySet()));
        }
        return proxy;
    }

    boolean unbind(String name) {
        return proxies.remove(name) != null;
    }
}
