package dev.multiproc.codec;

import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Stream;

/** How records of one class are taken apart, and made again by their canonical constructor. */
final class RecordShape {
    private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class);
    private static final MethodType MAKER = MethodType.methodType(Object.class, Object[].class);

    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(type);
        }
    };

    private final Class<?> type;
    private final int fingerprint;
    private final MethodHandle[] getters;
    private final MethodHandle maker;

    private RecordShape(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        this.type = type;
        this.fingerprint = fingerprint(components);
        try {
            this.getters = getters(components);
            this.maker = maker(type, components);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record without its components: " + type.getName(), e);
        }
    }

    static RecordShape of(Class<?> type) {
        return SHAPES.get(type);
    }

    /** Whether the rule for records fits: one that stands in for itself otherwise, or is closed to us, needs Java's way. */
    static boolean suits(Class<?> type) {
        if (!Serializable.class.isAssignableFrom(type)) {
            return true;
        }
        if (declares(type, "writeReplace") || declares(type, "readResolve")) {
            return false;
        }
        try {
            return of(type) != null;
        } catch (InaccessibleObjectException e) {
            return false;
        }
    }

    void write(Object item, Encoder out) {
        out.writeClass(type);
        out.writeInt(fingerprint);
        for (MethodHandle getter : getters) {
            out.writeItem(get(getter, item));
        }
    }

    Object read(Decoder in) {
        if (in.readInt() != fingerprint) {
            throw Decoder.differs(type, "other components: here they are " + describe(), null);
        }
        in.promise(getters.length);
        Object[] values = new Object[getters.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readItem();
        }
        return make(values);
    }

    private Object make(Object[] values) {
        try {
            return (Object) maker.invokeExact(values);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            throw CodecException.refused(type.getName(), "its constructor threw " + e, e);
        }
    }

    private static Object get(MethodHandle getter, Object item) {
        try {
            return (Object) getter.invokeExact(item);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("reading a field throws no checked exception", e);
        }
    }

    /** By the fields, as Java serialization does: an accessor may be overridden to show something else. */
    private static MethodHandle[] getters(RecordComponent[] components) throws ReflectiveOperationException {
        MethodHandle[] getters = new MethodHandle[components.length];
        for (int i = 0; i < components.length; i++) {
            Field field = components[i].getDeclaringRecord().getDeclaredField(components[i].getName());
            field.setAccessible(true);
            getters[i] = MethodHandles.lookup().unreflectGetter(field).asType(GETTER);
        }
        return getters;
    }

    private static MethodHandle maker(Class<?> type, RecordComponent[] components) throws ReflectiveOperationException {
        Class<?>[] parameterTypes =
                Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Constructor<?> constructor = type.getDeclaredConstructor(parameterTypes);
        constructor.setAccessible(true);
        return MethodHandles.lookup()
                .unreflectConstructor(constructor)
                .asFixedArity()
                .asSpreader(Object[].class, components.length)
                .asType(MAKER);
    }

    /** The same in each JVM: names and types of the components, in their order. */
    private static int fingerprint(RecordComponent[] components) {
        int hash = components.length;
        for (RecordComponent component : components) {
            hash = 31 * hash + component.getName().hashCode();
            hash = 31 * hash + component.getType().getName().hashCode();
        }
        return hash;
    }

    private String describe() {
        return Arrays.toString(type.getRecordComponents());
    }

    private static boolean declares(Class<?> type, String method) {
        return Stream.of(type.getDeclaredMethods())
                .anyMatch(declared -> declared.getName().equals(method) && declared.getParameterCount() == 0);
    }
}
