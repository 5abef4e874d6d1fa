package dev.multiproc.manager;

import java.util.concurrent.ConcurrentHashMap;

/** The map itself. */
final class MapObject<K, V> extends ConcurrentHashMap<K, V> implements ManagedMap<K, V> {
    private static final long serialVersionUID = 1L;
}
