package dev.multiproc.codec;

import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;

/** The object that Java serialization writes instead of a given one, if the class declares {@code writeReplace}. */
final class Replacement {
    private Replacement() {}

    /** The replacement, or the object itself if there is none or it is not accessible. */
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
            // This code explains an error that already happened, so the original object is the best guess left.
            return object;
        }
    }
}
