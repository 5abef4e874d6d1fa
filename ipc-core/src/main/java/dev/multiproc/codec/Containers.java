package dev.multiproc.codec;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Encodes lists, maps, sets, Optional and arrays of objects. */
final class Containers {
    private Containers() {}

    static void write(int tag, Object item, Encoder out) {
        out.write(tag);
        switch (tag) {
            case Tag.OPTIONAL -> out.writeItem(((Optional<?>) item).orElse(null));
            case Tag.OBJECTS -> {
                out.writeClass(item.getClass().getComponentType());
                writeItems((Object[]) item, out);
            }
            case Tag.HASH_MAP, Tag.LINKED_HASH_MAP, Tag.UNMODIFIABLE_MAP -> writeMap((Map<?, ?>) item, out);
            default -> {
                Collection<?> items = (Collection<?>) item;
                Output.checkCount(items.size());
                writeItems(items.toArray(), out);
            }
        }
    }

    static Object read(int tag, Decoder in) {
        return switch (tag) {
            case Tag.LIST -> readList(in);
            case Tag.LINKED_LIST -> readLinkedList(in);
            case Tag.UNMODIFIABLE_LIST -> Collections.unmodifiableList(Arrays.asList(readItems(in)));
            case Tag.HASH_MAP -> readMap(new HashMap<>(), in);
            case Tag.LINKED_HASH_MAP -> readMap(new LinkedHashMap<>(), in);
            case Tag.UNMODIFIABLE_MAP -> readUnmodifiableMap(in);
            case Tag.HASH_SET -> new HashSet<>(Arrays.asList(readItems(in)));
            case Tag.LINKED_HASH_SET -> new LinkedHashSet<>(Arrays.asList(readItems(in)));
            case Tag.UNMODIFIABLE_SET -> Set.of(readItems(in));
            case Tag.OPTIONAL -> {
                in.promise(1);
                yield Optional.ofNullable(in.readItem());
            }
            case Tag.OBJECTS -> readArray(in);
            default -> throw CodecException.unknownTag(tag);
        };
    }

    private static void writeItems(Object[] items, Encoder out) {
        Output.checkCount(items.length);
        out.writeVarint(items.length);
        for (Object item : items) {
            out.writeItem(item);
        }
    }

    private static void writeMap(Map<?, ?> map, Encoder out) {
        int announced = map.size();
        Output.checkCount(announced);
        out.writeVarint(announced);
        int written = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.writeItem(entry.getKey());
            out.writeItem(entry.getValue());
            written++;
        }
        if (written != announced) {
            throw new ConcurrentModificationException("the map was changed while it was encoded");
        }
    }

    private static Object[] readItems(Decoder in) {
        Object[] items = new Object[in.readItemCount(1)];
        for (int i = 0; i < items.length; i++) {
            items[i] = in.readItem();
        }
        return items;
    }

    private static List<Object> readList(Decoder in) {
        int count = in.readItemCount(1);
        List<Object> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(in.readItem());
        }
        return list;
    }

    @SuppressWarnings("JdkObsolete") // The sender's item was a LinkedList
    private static List<Object> readLinkedList(Decoder in) {
        return new LinkedList<>(Arrays.asList(readItems(in)));
    }

    private static Map<Object, Object> readMap(Map<Object, Object> map, Decoder in) {
        int count = in.readItemCount(2);
        for (int i = 0; i < count; i++) {
            Object key = in.readItem();
            map.put(key, in.readItem());
        }
        return map;
    }

    private static Map<Object, Object> readUnmodifiableMap(Decoder in) {
        int count = in.readItemCount(2);
        Map.Entry<?, ?>[] entries = new Map.Entry<?, ?>[count];
        for (int i = 0; i < count; i++) {
            Object key = in.readItem();
            entries[i] = Map.entry(key, in.readItem());
        }
        return Map.ofEntries(entries);
    }

    private static Object[] readArray(Decoder in) {
        Class<?> componentType = in.readClass();
        int count = in.readItemCount(1);
        if (componentType.isPrimitive()) {
            throw CodecException.damaged("an array of objects of type " + componentType);
        }
        Object[] array = (Object[]) Array.newInstance(componentType, count);
        for (int i = 0; i < count; i++) {
            array[i] = in.readItem();
        }
        return array;
    }
}
