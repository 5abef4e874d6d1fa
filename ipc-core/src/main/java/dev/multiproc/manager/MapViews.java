package dev.multiproc.manager;

import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;

/** The views of a managed map: what they remove is removed from the map. They are not serializable, as those of the JDK are not. */
final class MapViews {
    private MapViews() {}

    /** The keys. */
    static final class Keys<K> extends AbstractSet<K> {
        private final RemoteObject target;
        private final Map<K, ?> map;

        Keys(RemoteObject target, Map<K, ?> map) {
            this.target = target;
            this.map = map;
        }

        @Override
        public int size() {
            return map.size();
        }

        @Override
        public boolean contains(Object key) {
            return map.containsKey(key);
        }

        @Override
        public boolean remove(Object key) {
            return map.remove(key) != null;
        }

        @Override
        public void clear() {
            map.clear();
        }

        @Override
        @SuppressWarnings("unchecked")
        public Iterator<K> iterator() {
            return (Iterator<K>) new Pages<>(target, Pages.KEYS).withRemoval(map::remove);
        }
    }

    /** The values. */
    static final class Values<V> extends AbstractCollection<V> {
        private final RemoteObject target;
        private final Map<?, V> map;

        Values(RemoteObject target, Map<?, V> map) {
            this.target = target;
            this.map = map;
        }

        @Override
        public int size() {
            return map.size();
        }

        @Override
        public boolean contains(Object value) {
            return map.containsValue(value);
        }

        @Override
        public void clear() {
            map.clear();
        }

        @Override
        @SuppressWarnings("unchecked")
        public Iterator<V> iterator() {
            return (Iterator<V>) new MappedValues(new Entries<>(target, (Map<Object, Object>) map).iterator());
        }
    }

    /** The values of entries. */
    private record MappedValues(Iterator<Map.Entry<Object, Object>> entries) implements Iterator<Object> {
        @Override
        public boolean hasNext() {
            return entries.hasNext();
        }

        @Override
        public Object next() {
            return entries.next().getValue();
        }

        @Override
        public void remove() {
            entries.remove();
        }
    }

    /** The entries; an entry's {@code setValue} puts into the map. */
    static final class Entries<K, V> extends AbstractSet<Map.Entry<K, V>> {
        private final RemoteObject target;
        private final Map<K, V> map;

        Entries(RemoteObject target, Map<K, V> map) {
            this.target = target;
            this.map = map;
        }

        @Override
        public int size() {
            return map.size();
        }

        @Override
        public boolean contains(Object other) {
            return other instanceof Map.Entry<?, ?> entry
                    && entry.getValue() != null
                    && entry.getValue().equals(map.get(entry.getKey()));
        }

        @Override
        public boolean remove(Object other) {
            return other instanceof Map.Entry<?, ?> entry && map.remove(entry.getKey(), entry.getValue());
        }

        @Override
        public void clear() {
            map.clear();
        }

        @Override
        public Iterator<Map.Entry<K, V>> iterator() {
            return new LiveEntries<>(
                    new Pages<>(target, Pages.ENTRIES).withRemoval(entry -> map.remove(entry.getKey())), map);
        }
    }

    /** Entries that change the map. */
    private record LiveEntries<K, V>(Iterator<Map.Entry<Object, Object>> entries, Map<K, V> map)
            implements Iterator<Map.Entry<K, V>> {
        @Override
        public boolean hasNext() {
            return entries.hasNext();
        }

        @Override
        public Map.Entry<K, V> next() {
            return new LiveEntry<>(map, entries.next());
        }

        @Override
        public void remove() {
            entries.remove();
        }
    }

    /** An entry whose {@code setValue} puts into the map. */
    private static final class LiveEntry<K, V> extends AbstractMap.SimpleEntry<K, V> {
        private static final long serialVersionUID = 1L;

        private final transient Map<K, V> map;

        @SuppressWarnings("unchecked") // The manager's map has keys and values of these types.
        LiveEntry(Map<K, V> map, Map.Entry<Object, Object> entry) {
            super((K) entry.getKey(), (V) entry.getValue());
            this.map = map;
        }

        @Override
        public V setValue(V value) {
            map.put(getKey(), value);
            return super.setValue(value);
        }
    }
}
