package dev.multiproc.codec;

import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An object that is written along with another one, and how it is reached from there.
 *
 * @param label for messages: {@code Order.customer}, {@code element 3}
 * @param target may be null
 * @param advice what to do if it cannot be written
 */
record Reference(String label, Object target, String advice) {
    private static final String OF_A_FIELD = "make the field transient, or send what it stands for";
    private static final String OF_A_PART = "send what it stands for";
    private static final String OF_A_CAPTURE =
            "do not capture it; capture what it can be made from, and make it in the process that uses it";

    /** The object that the search starts from. */
    static Reference root(Object target) {
        return new Reference("", target, OF_A_PART);
    }

    private static Reference part(String label, Object target) {
        return new Reference(label, target, OF_A_PART);
    }

    /** All objects that Java serialization, or the codec's rules, would write along with this one. */
    static List<Reference> allOf(Object object) {
        List<Reference> found = new ArrayList<>();
        if (object instanceof SerializedLambda lambda) {
            addCaptured(lambda, found);
        } else if (object instanceof Object[] array) {
            addElements(List.of(), array, found);
        } else if (!(object instanceof Enum<?>) && !(object instanceof Class<?>)) {
            boolean all = addFields(object, found);
            if (!all) {
                addParts(object, found);
            }
        }
        return found;
    }

    /**
     * Adds the objects that the fields refer to. Returns false if a class of the object does not allow access to its
     * fields.
     */
    private static boolean addFields(Object object, List<Reference> found) {
        boolean all = true;
        for (Class<?> type = object.getClass(); isWritten(type); type = type.getSuperclass()) {
            all &= !isOfJdk(type) && addFields(object, type, found);
        }
        return all;
    }

    private static boolean isWritten(Class<?> type) {
        return type != null
                && (Serializable.class.isAssignableFrom(type) || type.isRecord() || isOfJdk(type))
                && type != Object.class;
    }

    /**
     * JDK classes usually do not allow access to their fields, and the fields do not show what readObject and
     * writeObject do.
     */
    private static boolean isOfJdk(Class<?> type) {
        return type.getClassLoader() == null;
    }

    private static boolean addFields(Object object, Class<?> type, List<Reference> found) {
        try {
            for (Field field : type.getDeclaredFields()) {
                boolean written =
                        !Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers());
                if (written && !field.getType().isPrimitive()) {
                    field.setAccessible(true);
                    found.add(new Reference(label(type, field), field.get(object), OF_A_FIELD));
                }
            }
            return true;
        } catch (InaccessibleObjectException | IllegalAccessException e) {
            // Its module does not allow access: the caller uses the elements instead.
            return false;
        }
    }

    private static String label(Class<?> type, Field field) {
        boolean enclosing = field.isSynthetic() && field.getName().startsWith("this$");
        return enclosing
                ? "the object around " + TypeNames.shortOf(type)
                : TypeNames.shortOf(type) + "." + field.getName();
    }

    private static void addParts(Object object, List<Reference> found) {
        if (object instanceof Collection<?> collection) {
            addElements(collection, collection.toArray(), found);
        } else if (object instanceof Map<?, ?> map) {
            map.forEach((key, value) -> addEntry(key, value, found));
        } else if (object instanceof Map.Entry<?, ?> entry) {
            addEntry(entry.getKey(), entry.getValue(), found);
        } else if (object instanceof Optional<?> optional) {
            found.add(part("the value of the Optional", optional.orElse(null)));
        } else if (object instanceof AtomicReference<?> reference) {
            found.add(part("the value of the AtomicReference", reference.get()));
        } else if (object instanceof Throwable throwable) {
            found.add(part("the cause of " + TypeNames.shortOf(object.getClass()), throwable.getCause()));
            addElements(List.of(), throwable.getSuppressed(), found);
        }
    }

    private static void addElements(Collection<?> collection, Object[] elements, List<Reference> found) {
        boolean ordered = !(collection instanceof Set<?>);
        for (int i = 0; i < elements.length; i++) {
            found.add(part(ordered ? "element " + i : "an element of the set", elements[i]));
        }
    }

    private static void addEntry(Object key, Object value, List<Reference> found) {
        boolean plain = key instanceof String || key instanceof Number || key instanceof Enum<?>;
        found.add(part("a key of the map", key));
        found.add(part(plain ? "the value of key " + key : "a value of the map", value));
    }

    private static void addCaptured(SerializedLambda lambda, List<Reference> found) {
        String name = lambda.getImplMethodName();
        boolean isLambda = name.startsWith("lambda$");
        String capturing = lambda.getCapturingClass().replace('/', '.');
        String place = isLambda
                ? "the lambda in " + capturing + "." + name.split("\\$", -1)[1]
                : "the method reference " + lambda.getImplClass().replace('/', '.') + "::" + name + " in " + capturing;
        boolean capturesThis = isLambda && lambda.getImplMethodKind() != MethodHandleInfo.REF_invokeStatic;
        for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
            Object argument = lambda.getCapturedArg(i);
            String type = argument == null ? "null" : TypeNames.shortOf(argument.getClass());
            String label = capturesThis && i == 0
                    ? "this, used in " + place + " (copy what it needs of it to local variables)"
                    : "captured argument " + (i + 1) + " (type " + type + ") of " + place;
            found.add(new Reference(label, argument, OF_A_CAPTURE));
        }
    }
}
