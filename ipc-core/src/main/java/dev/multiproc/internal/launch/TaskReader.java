package dev.multiproc.internal.launch;

import dev.multiproc.ProcessTask;
import dev.multiproc.codec.CodecException;
import dev.multiproc.codec.JavaSerialization;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;

/** Recreates a task in the child from what {@link TaskWriter} wrote; loads as few classes as it can. */
public final class TaskReader {
    private static final int HEAD_BYTES = 2;

    /** What reading a task needs from the session, which the child joins meanwhile. */
    public interface ChildSession {
        /** Waits until the session's file is mapped, which has to happen before {@link EarlyReflection} ends. */
        void awaitMapping();

        /** The shared object with this kind and name; waits until the child has joined. */
        Object attach(int kind, String name);
    }

    private final ByteReader in;
    private final ChildSession session;
    private final ClassLoader loader = Thread.currentThread().getContextClassLoader();

    private TaskReader(ByteReader in, ChildSession session) {
        this.in = in;
        this.session = session;
    }

    /** Whether reading the task takes long, or waits for the session. */
    public static boolean isSlow(byte[] bytes) {
        return bytes[1] != 0;
    }

    /**
     * Recreates the task.
     *
     * @param session null if the task is known to need none
     * @throws CodecException if a class is missing, or differs from the parent's
     */
    public static ProcessTask read(byte[] bytes, ChildSession session) throws Exception {
        int kind = bytes[0];
        if (kind == TaskWriter.SERIALIZED) {
            // This calls methods that the task may call often.
            session.awaitMapping();
            EarlyReflection.end();
            return (ProcessTask) new JavaSerialization().read(new ByteReader(bytes, HEAD_BYTES).readBytes());
        }
        TaskReader reader = new TaskReader(new ByteReader(bytes, HEAD_BYTES), session);
        return kind == TaskWriter.METHOD ? reader.readMethod() : (ProcessTask) reader.readRecord();
    }

    /** Called right before a task runs: prepares it, and makes reflection work as usual again. */
    public static void endEarlyReflection(ProcessTask task, ChildSession session) {
        session.awaitMapping();
        if (EarlyReflection.hasBegun() && task instanceof MethodTask call) {
            EarlyReflection.prepare(call.method, call.receiver);
        }
        EarlyReflection.end();
    }

    /** A task that calls a method with fixed arguments, in place of the lambda itself. */
    private record MethodTask(Method method, Object receiver, Object[] arguments) implements ProcessTask {
        @Override
        public void run() throws Exception {
            try {
                method.invoke(receiver, arguments);
            } catch (InvocationTargetException e) {
                throw MethodTask.<RuntimeException>asItIs(e.getCause());
            }
        }

        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // Throws it undeclared.
        private static <T extends Throwable> T asItIs(Throwable failure) throws T {
            throw (T) failure;
        }
    }

    private ProcessTask readMethod() throws Exception {
        Class<?> type = readClass();
        String name = in.readText();
        String descriptor = in.readText();
        Method method = find(type, name, descriptor);
        if (method == null) {
            throw differs(type);
        }
        method.setAccessible(true);
        return new MethodTask(method, readValue(), readValues(method.getParameterCount()));
    }

    private Object readRecord() throws Exception {
        Class<?> type = readClass();
        String descriptor = in.readText();
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (isDescribed(constructor.getParameterTypes(), descriptor)) {
                constructor.setAccessible(true);
                return make(constructor, readValues(constructor.getParameterCount()));
            }
        }
        throw differs(type);
    }

    private static Object make(Constructor<?> constructor, Object[] arguments) throws Exception {
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(
                    "the record refuses its own components, class="
                            + constructor.getDeclaringClass().getName(),
                    e.getCause());
        }
    }

    /** The method that a class itself declares with this name and these parameters; null if there is none. */
    static Method find(Class<?> type, String name, String descriptor) {
        for (Method method : type.getDeclaredMethods()) {
            if (method.getName().equals(name) && isDescribed(method.getParameterTypes(), descriptor)) {
                return method;
            }
        }
        return null;
    }

    /** Whether these are the types in a descriptor: {@code (ILjava/lang/String;)}. */
    private static boolean isDescribed(Class<?>[] types, String descriptor) {
        int at = 1;
        for (Class<?> type : types) {
            String one = type.descriptorString();
            if (!descriptor.startsWith(one, at)) {
                return false;
            }
            at += one.length();
        }
        return at == descriptor.length() - 1;
    }

    private Object[] readValues(int count) throws Exception {
        Object[] values = new Object[count];
        for (int i = 0; i < count; i++) {
            values[i] = readValue();
        }
        return values;
    }

    private Object readValue() throws Exception {
        int kind = in.readByte();
        return switch (kind) {
            case TaskWriter.NULL -> null;
            case TaskWriter.TEXT -> in.readText();
            case TaskWriter.BOOLEAN -> in.readBoolean();
            case TaskWriter.BYTE -> (byte) in.readByte();
            case TaskWriter.SHORT -> (short) in.readInt();
            case TaskWriter.CHARACTER -> in.readChar();
            case TaskWriter.INTEGER -> in.readInt();
            case TaskWriter.LONG -> in.readLong();
            case TaskWriter.FLOAT -> Float.intBitsToFloat(in.readInt());
            case TaskWriter.DOUBLE -> Double.longBitsToDouble(in.readLong());
            case TaskWriter.ENUM -> readEnum();
            case TaskWriter.HANDLE -> session.attach(in.readInt(), in.readText());
            case TaskWriter.RECORD -> readRecord();
            case TaskWriter.DURATION -> Duration.ofSeconds(in.readLong(), in.readInt());
            default -> throw new IllegalStateException("the task of this process is damaged, kind=" + kind);
        };
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Enum.valueOf checks the name.
    private Object readEnum() throws Exception {
        return Enum.valueOf((Class) readClass(), in.readText());
    }

    private Class<?> readClass() {
        String name = in.readText();
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new CodecException(
                    "cannot read the task: the class is not on the class path of this process, class=" + name, name, e);
        }
    }

    private static CodecException differs(Class<?> type) {
        return new CodecException(
                "cannot read the task: the class differs from the parent's, class=" + type.getName(),
                type.getName(),
                null);
    }
}
