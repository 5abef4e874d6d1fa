package dev.multiproc.manager;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The methods of collections and maps that are done in the client, with what the manager gives: those that iterate, those that fill
 * something of the caller, and the views of a map.
 */
@FunctionalInterface
interface ClientSide {
    /** Does it. */
    Object call(RemoteObject target, Object proxy, Object[] arguments);

    /** What is done in the client for a method; null if it is called in the manager's process. */
    static ClientSide of(Class<?> type, Method method) {
        String signature = method.getName() + Arrays.toString(method.getParameterTypes());
        if (Collection.class.isAssignableFrom(type)) {
            return Table.OF_COLLECTIONS.get(signature);
        }
        if (type == ManagedPool.class && method.getName().equals("imap")) {
            return (target, proxy, given) -> PoolResults.of(proxy, given);
        }
        return Map.class.isAssignableFrom(type) ? Table.OF_MAPS.get(signature) : null;
    }

    /**
     * What is one call of the manager all the same.
     *
     * @param method one of {@link Wire}'s
     * @param argument makes its argument of the caller's
     * @param result makes the caller's result of that argument and what the manager gives
     */
    record OneTrip(int method, Function<Object[], Object> argument, BinaryOperator<Object> result)
            implements ClientSide {
        @Override
        public Object call(RemoteObject target, Object proxy, Object[] arguments) {
            Object sent = argument.apply(arguments);
            return result.apply(sent, target.callUnchecked(method, sent));
        }
    }

    /** The methods by name and parameters. */
    final class Table {
        private static final Map<String, ClientSide> OF_COLLECTIONS = new HashMap<>();
        private static final Map<String, ClientSide> OF_MAPS = new HashMap<>();

        static {
            iteration();
            copies();
            add(OF_MAPS, (target, proxy, given) -> new MapViews.Keys<>(target, map(proxy)), "keySet");
            add(OF_MAPS, (target, proxy, given) -> new MapViews.Values<>(target, map(proxy)), "values");
            add(OF_MAPS, (target, proxy, given) -> new MapViews.Entries<>(target, map(proxy)), "entrySet");
            add(
                    OF_MAPS,
                    (target, proxy, given) -> {
                        BiConsumer<Object, Object> action = action(given[0]);
                        new Pages<>(target, Pages.ENTRIES)
                                .forEachRemaining(e -> action.accept(e.getKey(), e.getValue()));
                        return null;
                    },
                    "forEach",
                    BiConsumer.class);
            add(
                    OF_MAPS,
                    new OneTrip(
                            Wire.PUT_ALL,
                            given -> Values.Several.ofEntries((Map<?, ?>) given[0]),
                            (given, result) -> null),
                    "putAll",
                    Map.class);
            add(
                    OF_MAPS,
                    new OneTrip(
                            Wire.GET_ALL,
                            given -> Values.Several.of((Collection<?>) given[0]),
                            (given, result) -> entries((Values.Several) given, (Values.Several) result)),
                    "getAll",
                    Collection.class);
        }

        private Table() {}

        private static void add(Map<String, ClientSide> methods, ClientSide side, String name, Class<?>... parameters) {
            methods.put(name + Arrays.toString(parameters), side);
        }

        private static void iteration() {
            add(OF_COLLECTIONS, (target, proxy, given) -> iterator(target, proxy), "iterator");
            add(OF_COLLECTIONS, (target, proxy, given) -> all(target).spliterator(), "spliterator");
            add(OF_COLLECTIONS, (target, proxy, given) -> all(target).stream(), "stream");
            add(OF_COLLECTIONS, (target, proxy, given) -> all(target).parallelStream(), "parallelStream");
            add(OF_COLLECTIONS, (target, proxy, given) -> all(target).listIterator(), "listIterator");
            add(
                    OF_COLLECTIONS,
                    (target, proxy, given) -> all(target).listIterator((int) given[0]),
                    "listIterator",
                    int.class);
            add(
                    OF_COLLECTIONS,
                    (target, proxy, given) -> {
                        List<Object> backwards = new ArrayList<>(all(target));
                        Collections.reverse(backwards);
                        return Collections.unmodifiableList(backwards).iterator();
                    },
                    "descendingIterator");
            add(
                    OF_COLLECTIONS,
                    (target, proxy, given) -> {
                        Consumer<Object> action = consumer(given[0]);
                        new Pages<>(target, Pages.ELEMENTS).forEachRemaining(action);
                        return null;
                    },
                    "forEach",
                    Consumer.class);
        }

        private static void copies() {
            add(OF_COLLECTIONS, (target, proxy, given) -> all(target).toArray(), "toArray");
            add(
                    OF_COLLECTIONS,
                    (target, proxy, given) -> all(target).toArray((Object[]) given[0]),
                    "toArray",
                    Object[].class);
            add(
                    OF_COLLECTIONS,
                    (target, proxy, given) -> all(target).toArray((Object[]) ((IntFunction<?>) given[0]).apply(0)),
                    "toArray",
                    IntFunction.class);
            add(
                    OF_COLLECTIONS,
                    (target, proxy, given) -> all(target).subList((int) given[0], (int) given[1]),
                    "subList",
                    int.class,
                    int.class);
            add(
                    OF_COLLECTIONS,
                    (target, proxy, given) -> drain(target, given[0], Integer.MAX_VALUE),
                    "drainTo",
                    Collection.class);
            add(
                    OF_COLLECTIONS,
                    (target, proxy, given) -> drain(target, given[0], (int) given[1]),
                    "drainTo",
                    Collection.class,
                    int.class);
        }

        /** Of the keys that have values, in their order. */
        private static Map<Object, Object> entries(Values.Several keys, Values.Several values) {
            Map<Object, Object> entries = new LinkedHashMap<>();
            for (int i = 0; i < keys.elements().length; i++) {
                if (values.elements()[i] != null) {
                    entries.put(keys.elements()[i], values.elements()[i]);
                }
            }
            return entries;
        }

        private static List<Object> all(RemoteObject target) {
            List<Object> all = new ArrayList<>();
            new Pages<>(target, Pages.ELEMENTS).forEachRemaining(all::add);
            return Collections.unmodifiableList(all);
        }

        /** Which element of a list is meant cannot be said when others change it. */
        private static Object iterator(RemoteObject target, Object proxy) {
            Pages<Object> pages = new Pages<>(target, Pages.ELEMENTS);
            return proxy instanceof List<?> ? pages : pages.withRemoval(((Collection<?>) proxy)::remove);
        }

        @SuppressWarnings("unchecked") // The elements are of the type that the caller says.
        private static int drain(RemoteObject target, Object to, int max) {
            List<Object> drained = (List<Object>) target.callUnchecked(Wire.DRAIN, max);
            ((Collection<Object>) to).addAll(drained);
            return drained.size();
        }

        @SuppressWarnings("unchecked")
        private static Map<Object, Object> map(Object proxy) {
            return (Map<Object, Object>) proxy;
        }

        @SuppressWarnings("unchecked")
        private static Consumer<Object> consumer(Object given) {
            return (Consumer<Object>) given;
        }

        @SuppressWarnings("unchecked")
        private static BiConsumer<Object, Object> action(Object given) {
            return (BiConsumer<Object, Object>) given;
        }
    }
}
