package dev.multiproc.codec;

import java.io.NotSerializableException;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Queue;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Finds the part of an object that cannot be serialized, and the path to it, so that an error can name the field at
 * fault. Java's own exception names only the class.
 *
 * <p>Follows what Java serialization follows: fields that are neither static nor transient, elements, {@code
 * writeReplace}, and the captured values of a lambda. If a JDK class does not allow access to its fields, the elements
 * of collections and maps are used instead; if these do not lead to the part, nothing is found.
 *
 * <p><b>Threads</b>: safe, as long as no thread changes the object meanwhile.
 */
public final class SerializationPath {
    private static final int MAX_OBJECTS = 100_000;

    private SerializationPath() {}

    /**
     * Finds the non-serializable object that is the fewest steps away.
     *
     * @param root where to start; may be null
     * @return for example {@code java.lang.Thread at Order.customer -> Customer.worker (java.lang.Thread is not
     *     Serializable)}, or null if nothing was found
     */
    public static String find(Object root) {
        return find(root, type -> false);
    }

    /** As {@link #find(Object)}, but types that the codec encodes itself need not be serializable. */
    static String find(Object root, Predicate<Class<?>> hasOwnRule) {
        Step fault = notSerializable(root, hasOwnRule);
        return fault == null ? null : fault.describe() + " (" + fault.reasonNotSerializable() + ")";
    }

    private static Step notSerializable(Object root, Predicate<Class<?>> hasOwnRule) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Queue<Step> steps = new ArrayDeque<>();
        for (Step step = new Step(null, Reference.root(root), true); step != null; step = steps.poll()) {
            Object object = step.object();
            if (object == null || seen.size() >= MAX_OBJECTS || !seen.add(object)) {
                continue;
            }
            boolean ownRule = step.ownRules && hasOwnRule.test(object.getClass());
            if (!ownRule && !(object instanceof Serializable)) {
                return step;
            }
            Object written = ownRule ? object : Replacement.of(object);
            if (!ownRule && !(written instanceof Serializable)) {
                return step.replacedBy(written);
            }
            for (Reference reference : Reference.allOf(written)) {
                steps.add(new Step(step, reference, ownRule));
            }
        }
        return null;
    }

    /**
     * Finds the innermost object that cannot be written on its own: the one whose own code fails.
     *
     * @param writer writes an object and throws what the object's code throws
     */
    private static Step failing(Object root, Predicate<Class<?>> hasOwnRule, BiConsumer<Object, Boolean> writer) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Step fault = new Step(null, Reference.root(root), true);
        for (Step next = fault; next != null && seen.add(next.object()); ) {
            fault = next;
            boolean ownRule = fault.ownRules && hasOwnRule.test(fault.object().getClass());
            Object written = ownRule ? fault.object() : Replacement.of(fault.object());
            next = null;
            for (Reference reference : Reference.allOf(written)) {
                if (next == null && fails(reference.target(), ownRule, writer)) {
                    next = new Step(fault, reference, ownRule);
                }
            }
        }
        return fault;
    }

    private static boolean fails(Object object, boolean ownRules, BiConsumer<Object, Boolean> writer) {
        try {
            writer.accept(object, ownRules);
            return false;
        } catch (RuntimeException | StackOverflowError e) {
            // The original error already describes the failure.
            return true;
        }
    }

    /**
     * The error for an object that could not be written, with the path to the fault if it can be found.
     *
     * @param cause the exception of Java serialization or of the object's own code
     * @param writer writes an object with the codec's own encodings, or with Java serialization only
     */
    static IllegalArgumentException refusal(
            Object root, Exception cause, Predicate<Class<?>> hasOwnRule, BiConsumer<Object, Boolean> writer) {
        Step fault = cause instanceof NotSerializableException ? notSerializable(root, hasOwnRule) : null;
        if (fault != null) {
            return fault.refusal(fault.reasonNotSerializable(), cause);
        }
        fault = failing(root, hasOwnRule, writer);
        return cause instanceof NotSerializableException
                ? new IllegalArgumentException(
                        "cannot serialize " + cause.getMessage() + ", which is somewhere in " + fault.describe()
                                + ": make the field that holds it transient, or send what it stands for",
                        cause)
                : fault.refusal("writing it failed: " + SerializationFailure.textOf(cause), cause);
    }

    /**
     * A reference that was followed, and the step before it, which is null for the first.
     *
     * @param ownRules whether the codec's own encodings apply to what it refers to
     */
    private record Step(Step previous, Reference reference, boolean ownRules) {
        Object object() {
            return reference.target();
        }

        Step replacedBy(Object written) {
            return new Step(previous, new Reference(reference.label(), written, reference.advice()), ownRules);
        }

        /** The type at fault, and the path to it. */
        String describe() {
            Deque<String> labels = new ArrayDeque<>();
            for (Step step = this; step.previous != null; step = step.previous) {
                labels.addFirst(step.reference.label());
            }
            String path = labels.isEmpty() ? "" : " at " + String.join(" -> ", labels);
            return TypeNames.of(object().getClass()) + path;
        }

        String reasonNotSerializable() {
            return TypeNames.reasonNotSerializable(object().getClass());
        }

        IllegalArgumentException refusal(String reason, Exception cause) {
            String advice = TypeNames.isLambda(object().getClass())
                    ? "give it a type that is Serializable, for example by a cast to (Runnable & Serializable)"
                    : reference.advice();
            return new IllegalArgumentException(
                    "cannot serialize " + describe() + " (" + reason + "): " + advice, cause);
        }
    }
}
