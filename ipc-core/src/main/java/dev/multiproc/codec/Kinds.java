package dev.multiproc.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Chooses the encoding of a class, identified by its tag. A class must be exactly one of those listed here, or an enum,
 * a record or an array: a subclass may hold more state than the encoding covers.
 */
final class Kinds {
    private static final Map<Class<?>, Integer> EXACT = new HashMap<>();

    static {
        scalars();
        primitiveArrays();
        containers();
    }

    private static final ClassValue<Integer> KINDS = new ClassValue<>() {
        @Override
        protected Integer computeValue(Class<?> type) {
            return choose(type);
        }
    };

    private Kinds() {}

    static int of(Class<?> type) {
        return KINDS.get(type);
    }

    /** Whether the parts of such an object are written by the rules of this package, not by Java serialization. */
    static boolean hasOwnRule(Class<?> type) {
        int kind = of(type);
        return kind != Tag.SERIALIZED && kind != Tag.LAMBDA;
    }

    private static int choose(Class<?> type) {
        Integer exact = EXACT.get(type);
        if (exact != null) {
            return exact;
        }
        if (Enum.class.isAssignableFrom(type)) {
            return Tag.ENUM;
        }
        if (type.isArray()) {
            return Tag.OBJECTS;
        }
        if (Lambdas.suits(type)) {
            return Tag.LAMBDA;
        }
        return type.isRecord() && RecordShape.suits(type) ? Tag.RECORD : Tag.SERIALIZED;
    }

    private static void scalars() {
        EXACT.put(String.class, Tag.LATIN1);
        EXACT.put(Boolean.class, Tag.FALSE);
        EXACT.put(Byte.class, Tag.BYTE);
        EXACT.put(Short.class, Tag.SHORT);
        EXACT.put(Character.class, Tag.CHARACTER);
        EXACT.put(Integer.class, Tag.INTEGER);
        EXACT.put(Long.class, Tag.LONG);
        EXACT.put(Float.class, Tag.FLOAT);
        EXACT.put(Double.class, Tag.DOUBLE);
        EXACT.put(BigInteger.class, Tag.BIG_INTEGER);
        EXACT.put(BigDecimal.class, Tag.BIG_DECIMAL);
        EXACT.put(Duration.class, Tag.DURATION);
        EXACT.put(Instant.class, Tag.INSTANT);
        EXACT.put(UUID.class, Tag.UUID);
    }

    private static void primitiveArrays() {
        EXACT.put(byte[].class, Tag.BYTES);
        EXACT.put(boolean[].class, Tag.BOOLEANS);
        EXACT.put(short[].class, Tag.SHORTS);
        EXACT.put(char[].class, Tag.CHARS);
        EXACT.put(int[].class, Tag.INTS);
        EXACT.put(long[].class, Tag.LONGS);
        EXACT.put(float[].class, Tag.FLOATS);
        EXACT.put(double[].class, Tag.DOUBLES);
    }

    @SuppressWarnings("JdkObsolete") // LinkedList is one of the supported kinds
    private static void containers() {
        List<Integer> three = List.of(1, 2, 3);
        EXACT.put(ArrayList.class, Tag.LIST);
        EXACT.put(Arrays.asList(1).getClass(), Tag.LIST);
        EXACT.put(new ArrayList<>(three).subList(0, 1).getClass(), Tag.LIST);
        EXACT.put(LinkedList.class, Tag.LINKED_LIST);
        EXACT.put(List.of().getClass(), Tag.UNMODIFIABLE_LIST);
        EXACT.put(List.of(1).getClass(), Tag.UNMODIFIABLE_LIST);
        EXACT.put(three.getClass(), Tag.UNMODIFIABLE_LIST);
        EXACT.put(three.subList(0, 2).getClass(), Tag.UNMODIFIABLE_LIST);
        EXACT.put(Collections.emptyList().getClass(), Tag.UNMODIFIABLE_LIST);
        EXACT.put(Collections.singletonList(1).getClass(), Tag.UNMODIFIABLE_LIST);
        EXACT.put(Collections.unmodifiableList(three).getClass(), Tag.UNMODIFIABLE_LIST);
        EXACT.put(Collections.unmodifiableList(new LinkedList<>()).getClass(), Tag.UNMODIFIABLE_LIST);
        EXACT.put(HashMap.class, Tag.HASH_MAP);
        EXACT.put(LinkedHashMap.class, Tag.LINKED_HASH_MAP);
        EXACT.put(Map.of().getClass(), Tag.UNMODIFIABLE_MAP);
        EXACT.put(Map.of(1, 1).getClass(), Tag.UNMODIFIABLE_MAP);
        EXACT.put(HashSet.class, Tag.HASH_SET);
        EXACT.put(LinkedHashSet.class, Tag.LINKED_HASH_SET);
        EXACT.put(Set.of().getClass(), Tag.UNMODIFIABLE_SET);
        EXACT.put(Set.of(1).getClass(), Tag.UNMODIFIABLE_SET);
        EXACT.put(Optional.class, Tag.OPTIONAL);
    }
}
