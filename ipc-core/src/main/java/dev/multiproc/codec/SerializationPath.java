package dev.multiproc.codec;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds what it is in an object that cannot be serialized, and the way that leads there, so that an error can name the
 * field at fault: Java's own exception names the class alone.
 *
 * <p>Follows what Java serialization follows: fields that are neither static nor transient, elements, {@code
 * writeReplace}, and what a lambda has captured. Where a class of the JDK keeps its fields to itself, it goes by the
 * elements of collections and maps, and where that does not lead there either, it finds nothing.
 *
 * <p><b>Threads</b>: safe, as long as the object is not changed meanwhile.
 */
public final class SerializationPath {
    private static final int MAX_OBJECTS = 100_000;

    private SerializationPath() {}

    /**
     * The non-serializable object that is the fewest steps away.
     *
     * @param root where to start; may be null
     * @return for example {@code java.lang.Thread at Order.customer -> Customer.worker (java.lang.Thread is not
     *     Serializable)}, or null if nothing was found
     */
    public static String find(Object root) {
        return find(root, type -> false);
    }

    /** As {@link #find(Object)}, where types with a rule of the codec's own need not be serializable. */
    static String find(Object root, Predicate<Class<?>> hasOwnRule) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Queue<Step> steps = new ArrayDeque<>();
        for (Step step = new Step(null, new Reference("", root), true); step != null; step = steps.poll()) {
            Object object = step.reference.target();
            if (object == null || seen.size() >= MAX_OBJECTS || !seen.add(object)) {
                continue;
            }
            boolean ownRule = step.ownRules && hasOwnRule.test(object.getClass());
            if (!ownRule) {
                if (!(object instanceof Serializable)) {
                    return step.describe(object);
                }
                object = Replacement.of(object);
                if (!(object instanceof Serializable)) {
                    return step.describe(object);
                }
            }
            for (Reference reference : Reference.allOf(object)) {
                steps.add(new Step(step, reference, ownRule));
            }
        }
        return null;
    }

    /** The error for an object that Java serialization refused, with the path to the fault if it can be found. */
    static IllegalArgumentException refusal(Object root, IOException cause, Predicate<Class<?>> hasOwnRule) {
        if (!(cause instanceof NotSerializableException)) {
            return new IllegalArgumentException(
                    "cannot serialize " + TypeNames.of(root.getClass()) + ": " + cause, cause);
        }
        String found = find(root, hasOwnRule);
        if (found == null) {
            found = cause.getMessage() + ", which is somewhere in " + TypeNames.of(root.getClass());
        }
        return new IllegalArgumentException(
                "cannot serialize " + found + ": make it transient, or send what it stands for", cause);
    }

    /** A reference that was followed, and the one before it; null before the first. */
    private record Step(Step previous, Reference reference, boolean ownRules) {
        String describe(Object fault) {
            Deque<String> labels = new ArrayDeque<>();
            for (Step step = this; step.previous != null; step = step.previous) {
                labels.addFirst(step.reference.label());
            }
            String type = TypeNames.of(fault.getClass());
            String path = labels.isEmpty() ? "" : " at " + String.join(" -> ", labels);
            return type + path + " (" + TypeNames.reasonNotSerializable(fault.getClass()) + ")";
        }
    }
}
