package dev.multiproc.codec;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * How lambdas are encoded that capture nothing but texts, numbers and enum constants: as the parts of their {@link SerializedLambda},
 * which is what Java serialization writes too, in ten times as many bytes and much more time. All others are left to it, since two
 * captured objects may refer to the same third one.
 *
 * <p>The compiler gives a class with such lambdas a method that makes them from their parts, and refuses what is none of them.
 */
final class Lambdas {
    private static final String REPLACE = "writeReplace";
    private static final String MAKE = "$deserializeLambda$";

    /** Gives the parts of a lambda of this class; empty if it is no such class. */
    private static final ClassValue<Optional<Method>> REPLACERS = new ClassValue<>() {
        @Override
        protected Optional<Method> computeValue(Class<?> type) {
            return type.isHidden() && Serializable.class.isAssignableFrom(type)
                    ? accessible(type, REPLACE)
                    : Optional.empty();
        }
    };

    /** Makes lambdas of this class from their parts. */
    private static final ClassValue<Optional<Method>> MAKERS = new ClassValue<>() {
        @Override
        protected Optional<Method> computeValue(Class<?> type) {
            return accessible(type, MAKE, SerializedLambda.class);
        }
    };

    private Lambdas() {}

    private static Optional<Method> accessible(Class<?> type, String name, Class<?>... parameters) {
        try {
            Method method = type.getDeclaredMethod(name, parameters);
            method.setAccessible(true);
            return Optional.of(method);
        } catch (NoSuchMethodException | InaccessibleObjectException e) {
            return Optional.empty();
        }
    }

    static boolean suits(Class<?> type) {
        return REPLACERS.get(type).isPresent();
    }

    /** Writes a lambda with its tag; returns false, having written nothing, if it is to be left to Java serialization. */
    static boolean write(Object lambda, Encoder out) {
        SerializedLambda parts = parts(lambda);
        if (parts == null || !capturesScalarsOnly(parts)) {
            return false;
        }
        out.write(Tag.LAMBDA);
        out.writeName(parts.getCapturingClass());
        out.writeName(parts.getFunctionalInterfaceClass());
        out.writeName(parts.getFunctionalInterfaceMethodName());
        out.writeName(parts.getFunctionalInterfaceMethodSignature());
        out.writeVarint(parts.getImplMethodKind());
        out.writeName(parts.getImplClass());
        out.writeName(parts.getImplMethodName());
        out.writeName(parts.getImplMethodSignature());
        out.writeName(parts.getInstantiatedMethodType());
        out.writeVarint(parts.getCapturedArgCount());
        for (int i = 0; i < parts.getCapturedArgCount(); i++) {
            out.writeItem(parts.getCapturedArg(i));
        }
        return true;
    }

    private static SerializedLambda parts(Object lambda) {
        try {
            return REPLACERS.get(lambda.getClass()).orElseThrow().invoke(lambda) instanceof SerializedLambda parts
                    ? parts
                    : null;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("a method that was made accessible is not", e);
        } catch (InvocationTargetException e) {
            // A hidden class that is no lambda: its own code says what is wrong, by way of Java serialization.
            return null;
        }
    }

    private static boolean capturesScalarsOnly(SerializedLambda parts) {
        for (int i = 0; i < parts.getCapturedArgCount(); i++) {
            Object captured = parts.getCapturedArg(i);
            if (captured != null) {
                int kind = Kinds.of(captured.getClass());
                int family = Tag.family(kind);
                if (family != Tag.TEXT_FAMILY && family != Tag.SCALAR_FAMILY && kind != Tag.ENUM) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Reads what follows the tag. */
    static Object read(Decoder in) {
        // A filter for Java serialization says by this class whether it accepts lambdas.
        in.findClass(SerializedLambda.class.getName());
        Class<?> capturing = in.findClass(in.readName().replace('/', '.'));
        String interfaceName = in.readName();
        String method = in.readName();
        String signature = in.readName();
        int kind = (int) in.readVarint();
        String implementation = in.readName();
        String name = in.readName();
        String implementationSignature = in.readName();
        String instantiated = in.readName();
        int count = in.readItemCount(1);
        Object[] captured = new Object[count];
        for (int i = 0; i < count; i++) {
            captured[i] = in.readItem();
        }
        return make(
                capturing,
                new SerializedLambda(
                        capturing,
                        interfaceName,
                        method,
                        signature,
                        kind,
                        implementation,
                        name,
                        implementationSignature,
                        instantiated,
                        captured));
    }

    private static Object make(Class<?> capturing, SerializedLambda parts) {
        Method maker = MAKERS.get(capturing)
                .orElseThrow(() -> Decoder.differs(capturing, "it has no serializable lambdas here", null));
        try {
            return maker.invoke(null, parts);
        } catch (InvocationTargetException e) {
            throw Decoder.differs(capturing, "it has no such lambda here: " + parts.getImplMethodName(), e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("a method that was made accessible is not", e);
        }
    }
}
