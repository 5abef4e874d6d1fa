package dev.multiproc.codec;

import java.io.Serializable;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/**
 * How records of one class are encoded, and created again by their canonical constructor.
 *
 * <p>Uses plain reflection: method handles that are not constants are no faster here, and setting up the first ones
 * costs a child process 30 ms.
 */
final class RecordShape {
    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(type);
        }
    };

    private final Class<?> type;
    private final int fingerprint;
    private final Field[] fields;
    private final Constructor<?> constructor;

    private RecordShape(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        this.type = type;
        this.fingerprint = fingerprint(components);
        this.fields = new Field[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                fields[i] = type.getDeclaredField(components[i].getName());
                fields[i].setAccessible(true);
            }
            this.constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
        } catch (NoSuchFieldException | NoSuchMethodException e) {
            throw new IllegalStateException("a record without its components: " + type.getName(), e);
        }
    }

    static RecordShape of(Class<?> type) {
        return SHAPES.get(type);
    }

    /**
     * Whether the encoding for records suits the class. Java serialization is needed for records that replace
     * themselves (writeReplace, readResolve) or whose module is closed to this library.
     */
    static boolean suits(Class<?> type) {
        if (!Serializable.class.isAssignableFrom(type)) {
            return true;
        }
        for (Method method : type.getDeclaredMethods()) {
            boolean standsIn =
                    method.getName().equals("writeReplace") || method.getName().equals("readResolve");
            if (standsIn && method.getParameterCount() == 0) {
                return false;
            }
        }
        try {
            return of(type) != null;
        } catch (InaccessibleObjectException e) {
            return false;
        }
    }

    /** Reads the fields, as Java serialization does, since an accessor may be overridden to return something else. */
    void write(Object item, Encoder out) {
        out.writeClass(type);
        out.writeInt(fingerprint);
        for (Field field : fields) {
            try {
                out.writeItem(field.get(item));
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("a field that was made accessible is not: " + field, e);
            }
        }
    }

    Object read(Decoder in) {
        if (in.readInt() != fingerprint) {
            String components = Arrays.toString(type.getRecordComponents());
            throw Decoder.differs(type, "other components: here they are " + components, null);
        }
        in.promise(fields.length);
        Object[] values = new Object[fields.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readItem();
        }
        return make(values);
    }

    private Object make(Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            throw CodecException.refused(type.getName(), "its constructor threw " + cause, cause);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw CodecException.refused(type.getName(), "its constructor does not take these values: " + e, e);
        }
    }

    /** A hash of the names and types of the components in order, which is the same in each JVM. */
    private static int fingerprint(RecordComponent[] components) {
        int hash = components.length;
        for (RecordComponent component : components) {
            hash = 31 * hash + component.getName().hashCode();
            hash = 31 * hash + component.getType().getName().hashCode();
        }
        return hash;
    }
}
