package dev.multiproc.codec;

import java.io.ObjectInputFilter;
import java.util.Map;

/**
 * The limits for one Java-serialized object, in addition to the user's filter and the JVM-wide filter. Arrays must not
 * be larger than the bytes that could fill them, so that a few damaged bytes cannot request gigabytes.
 *
 * <p>This stops accidents and well-known serialization bombs. Against an untrusted sender, only a filter that lists the
 * allowed classes helps.
 */
final class DeserializationLimits implements ObjectInputFilter {
    static final String REFUSED_BY_FILTER = "the deserialization filter refuses the class";

    /** As deep as the default stack size of a thread allows. */
    static final int MAX_DEPTH = 1000;

    static final long MAX_REFERENCES = 50_000_000;

    /**
     * The limit for hash tables nested in hash tables. Each level may double the work of hashing (a set of sets of sets
     * …); 2 to the power of 20 still takes only a moment.
     */
    static final int MAX_NESTED_HASH_TABLES = 20;

    /** A hash table may have this many slots for each byte it is read from, and in addition {@link #SPARE_SLOTS}. */
    private static final int SLOTS_A_BYTE = 8;

    private static final int SPARE_SLOTS = 1024;

    private final ObjectInputFilter userFilter;
    private final long[] hashTableDepths = new long[MAX_NESTED_HASH_TABLES];
    private int openHashTables;
    private long primitiveBytesLeft;
    private long slotsLeft;
    private String refusedType;
    private String reason;

    DeserializationLimits(int streamBytes, ObjectInputFilter userFilter) {
        this.userFilter = userFilter;
        this.primitiveBytesLeft = streamBytes;
        this.slotsLeft = slots(streamBytes);
    }

    /** How many elements objects read from this many bytes may have room for. */
    static long slots(int streamBytes) {
        return (long) streamBytes * SLOTS_A_BYTE + SPARE_SLOTS;
    }

    /** Whether one of the fixed limits rejected the object. They are the same in each process. */
    boolean isBroken() {
        return reason != null && !reason.equals(REFUSED_BY_FILTER);
    }

    /** The class that was rejected, or a description; null if nothing was. */
    String refusedType() {
        return refusedType;
    }

    /** Why it was rejected. */
    String reason() {
        return reason;
    }

    @Override
    public Status checkInput(FilterInfo info) {
        String broken = brokenLimit(info);
        if (broken != null) {
            return refuse(info, broken);
        }
        Status ofUser = ask(userFilter, info);
        Status ofJvm = ask(Config.getSerialFilter(), info);
        if (ofUser == Status.REJECTED || ofJvm == Status.REJECTED) {
            return refuse(info, REFUSED_BY_FILTER);
        }
        boolean allowed = ofUser == Status.ALLOWED || ofJvm == Status.ALLOWED;
        return allowed ? Status.ALLOWED : Status.UNDECIDED;
    }

    private static Status ask(ObjectInputFilter filter, FilterInfo info) {
        return filter == null ? Status.UNDECIDED : filter.checkInput(info);
    }

    private Status refuse(FilterInfo info, String why) {
        Class<?> type = info.serialClass();
        refusedType = type == null ? "a serialized object" : type.getName();
        reason = why;
        return Status.REJECTED;
    }

    private String brokenLimit(FilterInfo info) {
        if (info.depth() > MAX_DEPTH) {
            return "it is nested more than " + MAX_DEPTH + " deep";
        }
        if (info.references() > MAX_REFERENCES) {
            return "it refers to more than " + MAX_REFERENCES + " objects";
        }
        if (info.arrayLength() < 0 || info.serialClass() == null) {
            return null;
        }
        if (isTooLong(info.serialClass().getComponentType(), info.arrayLength())) {
            return "an array of " + info.arrayLength() + " elements is more than the bytes can hold";
        }
        return isHashTableTooDeep(info) ? "hash tables are nested more than " + MAX_NESTED_HASH_TABLES + " deep" : null;
    }

    private boolean isTooLong(Class<?> elementType, long length) {
        if (elementType.isPrimitive()) {
            primitiveBytesLeft -= length * elementBytes(elementType);
            return primitiveBytesLeft < 0;
        }
        slotsLeft -= length;
        return slotsLeft < 0;
    }

    /**
     * The JDK's hash tables ask the filter about an array of this class once for each table. Objects are read depth
     * first.
     */
    private boolean isHashTableTooDeep(FilterInfo info) {
        if (info.serialClass() != Map.Entry[].class) {
            return false;
        }
        while (openHashTables > 0 && hashTableDepths[openHashTables - 1] >= info.depth()) {
            openHashTables--;
        }
        if (openHashTables == MAX_NESTED_HASH_TABLES) {
            return true;
        }
        hashTableDepths[openHashTables++] = info.depth();
        return false;
    }

    private static int elementBytes(Class<?> primitive) {
        if (primitive == long.class || primitive == double.class) {
            return Long.BYTES;
        }
        if (primitive == int.class || primitive == float.class) {
            return Integer.BYTES;
        }
        return primitive == short.class || primitive == char.class ? Short.BYTES : 1;
    }
}
