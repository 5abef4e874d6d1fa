package dev.multiproc.manager;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A map in a manager's process, a {@link java.util.concurrent.ConcurrentHashMap} there: no null keys or values. What takes a
 * function, such as {@link #merge}, runs in that process as one step that no other client can come between. The methods declared
 * here take the same lambdas as those of {@link ConcurrentMap}, and can send them. Iteration goes over the map as it was when the
 * iterator was made.
 *
 * <p>A plain list or map that is put in is a copy: what is later changed in it, or in what {@code get} returned, does not change
 * the map. A proxy that is put in stays the same managed object.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many. <b>Blocking</b>: each call is a trip to the manager's process, except
 * for an iterator's steps within a page. <b>Death</b>: {@link ManagerException} if that process has ended.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public interface ManagedMap<K, V> extends ConcurrentMap<K, V> {
    /**
     * {@link ConcurrentMap#merge} with a function that can be sent.
     *
     * @param key the key
     * @param value the value if there is none
     * @param function makes the new value from the old one and the given one; null removes the key
     * @return the new value; null if there is none
     */
    default V merge(K key, V value, Shipped.Combination<? super V, ? super V, ? extends V> function) {
        return merge(key, value, (BiFunction<? super V, ? super V, ? extends V>) function);
    }

    /**
     * {@link ConcurrentMap#compute} with a function that can be sent.
     *
     * @param key the key
     * @param function makes the new value from the key and the old value or null; null removes the key
     * @return the new value; null if there is none
     */
    default V compute(K key, Shipped.Combination<? super K, ? super V, ? extends V> function) {
        return compute(key, (BiFunction<? super K, ? super V, ? extends V>) function);
    }

    /**
     * {@link ConcurrentMap#computeIfPresent} with a function that can be sent.
     *
     * @param key the key
     * @param function makes the new value from the key and the old value; null removes the key
     * @return the new value; null if there is none
     */
    default V computeIfPresent(K key, Shipped.Combination<? super K, ? super V, ? extends V> function) {
        return computeIfPresent(key, (BiFunction<? super K, ? super V, ? extends V>) function);
    }

    /**
     * {@link ConcurrentMap#computeIfAbsent} with a function that can be sent.
     *
     * @param key the key
     * @param function makes a value from the key; null leaves it absent
     * @return the value; null if there is none
     */
    default V computeIfAbsent(K key, Shipped.Mapping<? super K, ? extends V> function) {
        return computeIfAbsent(key, (Function<? super K, ? extends V>) function);
    }

    /**
     * {@link ConcurrentMap#replaceAll} with a function that can be sent.
     *
     * @param function makes the new value from the key and the old value; each entry is one step
     */
    default void replaceAll(Shipped.Combination<? super K, ? super V, ? extends V> function) {
        replaceAll((BiFunction<? super K, ? super V, ? extends V>) function);
    }

    /**
     * The values of several keys, in one trip, as {@link #putAll} is one. They are read one after the other: others may change the map
     * in between.
     *
     * @param keys the keys
     * @return a new map, in the order of the keys, of those that have values
     */
    default Map<K, V> getAll(Collection<? extends K> keys) {
        Map<K, V> found = new LinkedHashMap<>();
        for (K key : keys) {
            V value = get(key);
            if (value != null) {
                found.put(key, value);
            }
        }
        return found;
    }
}
