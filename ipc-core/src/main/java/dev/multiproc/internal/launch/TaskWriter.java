package dev.multiproc.internal.launch;

import dev.multiproc.ProcessTask;
import dev.multiproc.codec.Codec;
import dev.multiproc.codec.JavaSerialization;
import dev.multiproc.internal.object.HasHandle;
import dev.multiproc.internal.object.SharedHandle;
import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a task as bytes. A new JVM takes 15 to 30 ms to read what Java serialization has written. So this format is used instead
 * for tasks of the usual kinds: a lambda or a record that holds shared objects, texts, numbers, durations, enum constants, and
 * records of these.
 *
 * <pre>
 *  task   := SERIALIZED, 1, length, what Java serialization wrote
 *          | METHOD, handles, class, name, descriptor, receiver, arguments       what a lambda calls, and what it captured
 *          | RECORD, handles, record
 *  handles := 1 if there are any, so that reading needs the session; else 0
 *  record := class, descriptor of the canonical constructor, components
 *  value  := NULL | TEXT, text | BOOLEAN .. DOUBLE, the value | ENUM, class, name
 *          | HANDLE, kind, name | RECORD, record | DURATION, seconds, nanoseconds
 * </pre>
 */
public final class TaskWriter {
    static final int SERIALIZED = 0;
    static final int METHOD = 1;
    static final int RECORD = 2;
    static final int NULL = 3;
    static final int TEXT = 4;
    static final int BOOLEAN = 5;
    static final int BYTE = 6;
    static final int SHORT = 7;
    static final int CHARACTER = 8;
    static final int INTEGER = 9;
    static final int LONG = 10;
    static final int FLOAT = 11;
    static final int DOUBLE = 12;
    static final int ENUM = 13;
    static final int HANDLE = 14;
    static final int DURATION = 15;

    private static final String TASK_INTERFACE = ProcessTask.class.getName().replace('.', '/');
    private static final String TASK_METHOD = "run";

    private final ByteWriter out = new ByteWriter();
    /**
     * The records written so far. One that occurs twice must be one object in the child too, which only Java serialization does.
     */
    private final List<Object> records = new ArrayList<>();

    private boolean hasHandles;

    private TaskWriter() {}

    /** The task is not of the usual kinds, and needs Java serialization. */
    private static final class Unusual extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /**
     * The task as bytes.
     *
     * @throws IllegalArgumentException if something in it cannot be serialized; the message names the path to it
     */
    public static byte[] write(ProcessTask task) {
        TaskWriter writer = new TaskWriter();
        try {
            writer.writeTask(task);
        } catch (Unusual | InaccessibleObjectException e) {
            return new ByteWriter()
                    .writeByte(SERIALIZED)
                    .writeBoolean(true)
                    .writeBytes(new JavaSerialization().write(task))
                    .toBytes();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "cannot serialize " + task.getClass().getName() + ": " + e, e);
        }
        byte[] written = writer.out.toBytes();
        if (written.length > Codec.MAX_BYTES) {
            throw new IllegalArgumentException("a task of " + written.length + " bytes is longer than the limit of "
                    + Codec.MAX_BYTES + " bytes (256 MiB): send what it holds by a queue, in parts");
        }
        written[1] = (byte) (writer.hasHandles ? 1 : 0);
        return written;
    }

    /** A task's class, or for a lambda's class the one that contains it. */
    public static Class<?> homeClass(Class<?> type) {
        int lambda = type.getName().indexOf("$$Lambda");
        if (lambda < 0) {
            return type;
        }
        try {
            return Class.forName(type.getName().substring(0, lambda), false, type.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("a lambda without a class around it: " + type.getName(), e);
        }
    }

    /**
     * The serialized form of a lambda; null if the task is not a lambda.
     *
     * @throws InaccessibleObjectException if it is in a module that is not open to this library
     */
    static SerializedLambda lambda(ProcessTask task) throws ReflectiveOperationException {
        Method writeReplace = task.getClass().isHidden() ? replacement(task.getClass()) : null;
        if (writeReplace == null) {
            return null;
        }
        checkAccessible(writeReplace);
        return writeReplace.invoke(task) instanceof SerializedLambda lambda ? lambda : null;
    }

    private static boolean hasFilter() {
        return System.getProperty("jdk.serialFilter") != null || System.getProperty("jdk.serialFilterFactory") != null;
    }

    private void writeTask(ProcessTask task) throws ReflectiveOperationException, Unusual {
        if (hasFilter()) {
            // Only Java serialization applies the filter.
            throw new Unusual();
        }
        boolean isLambda = task.getClass().isHidden();
        out.writeByte(isLambda ? METHOD : RECORD);
        out.writeBoolean(false); // Whether there are handles; set by write() once that is known.
        if (isLambda) {
            writeLambda(task);
        } else {
            writeRecord(task);
        }
    }

    private void writeLambda(ProcessTask task) throws ReflectiveOperationException, Unusual {
        SerializedLambda lambda = lambda(task);
        if (lambda == null
                || !lambda.getFunctionalInterfaceClass().equals(TASK_INTERFACE)
                || !lambda.getFunctionalInterfaceMethodName().equals(TASK_METHOD)) {
            throw new Unusual();
        }
        Method method = method(lambda, task.getClass().getClassLoader());
        boolean isStatic = Modifier.isStatic(method.getModifiers());
        int first = isStatic ? 0 : 1;
        if (lambda.getCapturedArgCount() != first + method.getParameterCount()) {
            throw new Unusual();
        }
        out.writeText(method.getDeclaringClass().getName());
        out.writeText(method.getName());
        out.writeText(descriptor(method.getParameterTypes()));
        writeValue(isStatic ? null : lambda.getCapturedArg(0));
        for (int i = first; i < lambda.getCapturedArgCount(); i++) {
            writeValue(lambda.getCapturedArg(i));
        }
    }

    /** The method that the lambda calls, if calling it by reflection has the same effect. */
    private static Method method(SerializedLambda lambda, ClassLoader loader)
            throws ReflectiveOperationException, Unusual {
        Class<?> type = Class.forName(lambda.getImplClass().replace('/', '.'), false, loader);
        String parameters = lambda.getImplMethodSignature();
        parameters = parameters.substring(0, parameters.indexOf(')') + 1);
        Method method = TaskReader.find(type, lambda.getImplMethodName(), parameters);
        boolean isCalledAsItIs = lambda.getImplMethodKind() != MethodHandleInfo.REF_newInvokeSpecial
                && (lambda.getImplMethodKind() != MethodHandleInfo.REF_invokeSpecial
                        || method != null && Modifier.isPrivate(method.getModifiers()));
        if (method == null || !isCalledAsItIs) {
            throw new Unusual();
        }
        checkAccessible(method);
        return method;
    }

    private void writeRecord(Object item) throws ReflectiveOperationException, Unusual {
        Class<?> type = item.getClass();
        if (!type.isRecord() || !(item instanceof Serializable) || replacement(type) != null || isKnown(item)) {
            throw new Unusual();
        }
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = components[i].getType();
        }
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        checkAccessible(constructor);
        out.writeText(type.getName());
        out.writeText(descriptor(types));
        for (RecordComponent component : components) {
            // Reads the field, as Java serialization does: an accessor may return something else.
            Field field = type.getDeclaredField(component.getName());
            checkAccessible(field);
            writeValue(field.get(item));
        }
    }

    private boolean isKnown(Object item) {
        for (Object known : records) {
            if (known == item) {
                return true;
            }
        }
        records.add(item);
        return false;
    }

    /** The method by which a class replaces its objects when they are written or read; null if it has none. */
    private static Method replacement(Class<?> start) {
        for (Class<?> type = start; type != null; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                boolean standsIn = method.getName().equals("writeReplace")
                        || method.getName().equals("readResolve");
                if (standsIn && method.getParameterCount() == 0) {
                    return method;
                }
            }
        }
        return null;
    }

    /** Throws {@link InaccessibleObjectException} for a member that the child could not access either. */
    private static void checkAccessible(AccessibleObject object) {
        object.setAccessible(true);
    }

    private static String descriptor(Class<?>[] types) {
        StringBuilder text = new StringBuilder("(");
        for (Class<?> type : types) {
            text.append(type.descriptorString());
        }
        return text.append(')').toString();
    }

    private void writeValue(Object value) throws ReflectiveOperationException, Unusual {
        if (value == null) {
            out.writeByte(NULL);
        } else if (value instanceof String text) {
            out.writeByte(TEXT);
            out.writeText(text);
        } else if (value instanceof Number || value instanceof Boolean || value instanceof Character) {
            writeBoxed(value);
        } else if (value instanceof Duration duration) {
            out.writeByte(DURATION);
            out.writeLong(duration.getSeconds());
            out.writeInt(duration.getNano());
        } else if (value instanceof Enum<?> constant) {
            out.writeByte(ENUM);
            out.writeText(constant.getDeclaringClass().getName());
            out.writeText(constant.name());
        } else if (value.getClass().isRecord()) {
            out.writeByte(RECORD);
            writeRecord(value);
        } else {
            writeHandle(value);
        }
    }

    private void writeBoxed(Object value) throws Unusual {
        if (value instanceof Integer number) {
            out.writeByte(INTEGER);
            out.writeInt(number);
        } else if (value instanceof Long number) {
            out.writeByte(LONG);
            out.writeLong(number);
        } else if (value instanceof Boolean truth) {
            out.writeByte(BOOLEAN);
            out.writeBoolean(truth);
        } else if (value instanceof Double number) {
            out.writeByte(DOUBLE);
            out.writeLong(Double.doubleToRawLongBits(number));
        } else if (value instanceof Float number) {
            out.writeByte(FLOAT);
            out.writeInt(Float.floatToRawIntBits(number));
        } else if (value instanceof Character character) {
            out.writeByte(CHARACTER);
            out.writeChar(character);
        } else if (value instanceof Short number) {
            out.writeByte(SHORT);
            out.writeInt(number);
        } else if (value instanceof Byte number) {
            out.writeByte(BYTE);
            out.writeByte(number);
        } else {
            throw new Unusual();
        }
    }

    /** Writes a shared object's handle in its place; the object may refuse that by an exception. */
    private void writeHandle(Object value) throws ReflectiveOperationException, Unusual {
        if (!(value instanceof HasHandle)) {
            throw new Unusual();
        }
        Method writeReplace = replacement(value.getClass());
        if (writeReplace == null) {
            throw new Unusual();
        }
        checkAccessible(writeReplace);
        Object replacement;
        try {
            replacement = writeReplace.invoke(value);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            throw e;
        }
        if (!(replacement instanceof SharedHandle handle)) {
            throw new Unusual();
        }
        hasHandles = true;
        out.writeByte(HANDLE);
        out.writeInt(handle.kind());
        out.writeText(handle.name());
    }
}
