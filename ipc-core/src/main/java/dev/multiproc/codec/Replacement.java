package dev.multiproc.codec;

import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;

/** What Java serialization writes in an object's place, if its class declares {@code writeReplace}. */
final class Replacement {
    private Replacement() {}

    /** The replacement, or the object itself if there is none, or if it is not for us to see. */
    static Object of(Object object) {
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            Method writeReplace = declared(type);
            if (writeReplace != null) {
                return call(writeReplace, object);
            }
        }
        return object;
    }

    private static Method declared(Class<?> type) {
        for (Method method : type.getDeclaredMethods()) {
            if (method.getName().equals("writeReplace") && method.getParameterCount() == 0) {
                return method;
            }
        }
        return null;
    }

    private static Object call(Method writeReplace, Object object) {
        try {
            writeReplace.setAccessible(true);
            Object replacement = writeReplace.invoke(object);
            return replacement == null ? object : replacement;
        } catch (InaccessibleObjectException | ReflectiveOperationException e) {
            // An error is being explained already, and a guess from the object itself is the best that is left.
            return object;
        }
    }
}
