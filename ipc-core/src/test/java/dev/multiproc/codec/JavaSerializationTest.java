package dev.multiproc.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.multiproc.ProcessTask;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // Used by serialization alone
class JavaSerializationTest {
    private final JavaSerialization serialization = new JavaSerialization();

    record Pair(Object left, Object right) implements Serializable {}

    static final class Blob implements Serializable {
        private static final long serialVersionUID = 1L;
        private final byte[] bytes;

        Blob(int size) {
            bytes = new byte[size];
        }
    }

    static final class Link implements Serializable {
        private static final long serialVersionUID = 1L;
        private final Link next;

        Link(Link next) {
            this.next = next;
        }
    }

    static final class Failing implements Serializable {
        private static final long serialVersionUID = 1L;

        private void writeObject(ObjectOutputStream out) throws IOException {
            throw new IOException("no luck");
        }
    }

    static final class Unwilling implements Serializable {
        private static final long serialVersionUID = 1L;

        private Object readResolve() {
            throw new IllegalStateException("the session is closed");
        }
    }

    private record Echo(String answer) implements InvocationHandler, Serializable {
        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) {
            return answer;
        }
    }

    private interface NotPublic {
        String get();
    }

    private Object copy(Object object) {
        return serialization.read(serialization.write(object));
    }

    @Test
    void objectsComeBackWithIdentityInside() {
        List<Integer> shared = new ArrayList<>(List.of(1));
        Pair copy = (Pair) copy(new Pair(shared, shared));
        assertThat(copy).isEqualTo(new Pair(shared, shared));
        assertThat(copy.left()).isSameAs(copy.right());
        assertThat(copy(null)).isNull();
        assertThat(copy(new Pair(int.class, Pair[].class))).isEqualTo(new Pair(int.class, Pair[].class));
    }

    @Test
    void lambdasAndProxiesComeBack() throws Exception {
        String word = "captured";
        Callable<String> lambda = (Callable<String> & Serializable) () -> word + "!";
        assertThat(((Callable<?>) copy(lambda)).call()).isEqualTo("captured!");
        for (Class<?> type : List.of(Callable.class, NotPublic.class)) {
            Object proxy = Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {type}, new Echo("echo"));
            Object copy = copy(proxy);
            assertThat(type.isInstance(copy)).isTrue();
            assertThat(Proxy.getInvocationHandler(copy)).isEqualTo(new Echo("echo"));
        }
    }

    @Test
    void whatCannotBeSerializedIsNamedWithThePathToIt() {
        Thread thread = new Thread();
        ProcessTask task = () -> thread.interrupt();
        assertThatThrownBy(() -> serialization.write(task))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "cannot serialize java.lang.Thread at captured argument 1 (type Thread) of the lambda")
                .hasMessageEndingWith("make it in the process that uses it");
        assertThatThrownBy(() -> serialization.write(new TreeMap<>(Map.of(1, new Failing()))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no luck");
    }

    @Test
    void aFaultThatCannotBeReachedIsNamedByItsClass() {
        TreeMap<String, String> map = new TreeMap<>((a, b) -> a.compareTo(b));
        assertThatThrownBy(() -> serialization.write(map))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("which is somewhere in java.util.TreeMap");
    }

    @Test
    void linkedObjectsBeyondTheStackAreRefusedOnBothSides() throws Exception {
        assertThatThrownBy(() -> serialization.write(chain(1_000_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nested too deeply");
        assertThat(copy(chain(500))).isInstanceOf(Link.class);
        onADeepStack(() -> {
            assertThatThrownBy(() -> serialization.write(chain(1_100)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1000 deep");
            byte[] deep = writtenByOthers(chain(1_100));
            assertThatThrownBy(() -> serialization.read(deep))
                    .isInstanceOf(CodecException.class)
                    .hasMessageContaining("1000 deep");
            return deep;
        });
        byte[] tooDeepForUs = onADeepStack(() -> serialization.write(chain(990)));
        onAStackOf(256 << 10, () -> assertThatThrownBy(() -> serialization.read(tooDeepForUs))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("nested too deeply for this thread's stack"));
    }

    /** What this library would refuse to write. */
    private static byte[] writtenByOthers(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    private static <T> T onADeepStack(Callable<T> work) throws Exception {
        return onAStackOf(64 << 20, work);
    }

    private static <T> T onAStackOf(long stackBytes, Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        new Thread(null, task, "stack-" + stackBytes, stackBytes).start();
        return task.get();
    }

    private static Link chain(int length) {
        Link link = null;
        for (int i = 0; i < length; i++) {
            link = new Link(link);
        }
        return link;
    }

    @Test
    @Timeout(10)
    void aBombOfNestedSetsIsRefused() throws IOException {
        Set<Object> root = new HashSet<>();
        Set<Object> left = root;
        Set<Object> right = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            Set<Object> nextLeft = new HashSet<>();
            Set<Object> nextRight = new HashSet<>();
            nextLeft.add("not equal to the other");
            addUnhashed(left, nextLeft, nextRight);
            addUnhashed(right, nextLeft, nextRight);
            left = nextLeft;
            right = nextRight;
        }
        assertThatThrownBy(() -> serialization.write(root))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hash tables are nested");
        byte[] bomb = writtenByOthers(root);
        assertThatThrownBy(() -> serialization.read(bomb))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("hash tables are nested");
    }

    /** While they are empty, or nearly, hashing them takes no time. */
    private static void addUnhashed(Set<Object> target, Object first, Object second) {
        target.add(first);
        target.add(second);
    }

    @Test
    void mapsInMapsPass() {
        Object nested = "core";
        for (int i = 0; i < 15; i++) {
            nested = new HashMap<>(Map.of("child", nested, "sibling", new HashMap<>(Map.of(1, 2))));
        }
        assertThat(copy(nested)).isEqualTo(nested);
    }

    @Test
    void largeArraysAndTablesPass() {
        assertThat(((Blob) copy(new Blob(64 << 20))).bytes).hasSize(64 << 20);
        Map<Integer, Integer> map = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            map.put(i, i);
        }
        assertThat(copy(map)).isEqualTo(map);
        assertThat(copy(new HashMap<>(Map.of(1, 1)))).isEqualTo(Map.of(1, 1));
        List<Object> manySmall = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            manySmall.add(new HashMap<>(Map.of("k", i)));
        }
        assertThat(copy(manySmall)).isEqualTo(manySmall);
    }

    @Test
    void anArrayLargerThanItsBytesIsRefused() {
        byte[] bytes = serialization.write(new int[] {1, 2, 3});
        int lengthPosition = bytes.length - 4 * Integer.BYTES;
        assertThat(bytes[lengthPosition + 3]).isEqualTo((byte) 3);
        bytes[lengthPosition] = 0x7f;
        assertThatThrownBy(() -> serialization.read(bytes))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("more than the bytes can hold");
    }

    @Test
    void theFilterRefusesByName() {
        JavaSerialization filtered = new JavaSerialization(
                ObjectInputFilter.Config.createFilter("!java.time.**;!dev.multiproc.codec.JavaSerializationTest$Blob"));
        byte[] bytes = serialization.write(new Pair(1, new Blob(1)));
        CodecException refused = catchThrowableOfType(CodecException.class, () -> filtered.read(bytes));
        assertThat(refused.typeName()).isEqualTo(Blob.class.getName());
        assertThat(refused).hasMessageContaining("deserialization filter refuses");
        assertThat(filtered.read(serialization.write(new Pair(1, 2)))).isEqualTo(new Pair(1, 2));
        byte[] duration = serialization.write(Duration.ZERO);
        assertThatThrownBy(() -> filtered.read(duration)).isInstanceOf(CodecException.class);
    }

    /** Set for the rest of this JVM, which cannot be undone: it refuses nothing but a class of this test. */
    @Test
    void theJvmWideFilterStaysInForceBesideOurs() {
        assumeThat(ObjectInputFilter.Config.getSerialFilter()).isNull();
        ObjectInputFilter.Config.setSerialFilter(
                ObjectInputFilter.Config.createFilter("!" + Unwelcome.class.getName()));
        JavaSerialization allowing = new JavaSerialization(ObjectInputFilter.Config.createFilter("*"));
        byte[] bytes = allowing.write(new Unwelcome(1));
        CodecException refused = catchThrowableOfType(CodecException.class, () -> allowing.read(bytes));
        assertThat(refused.typeName()).isEqualTo(Unwelcome.class.getName());
        Codec codec = new DefaultCodec(ObjectInputFilter.Config.createFilter("*"));
        byte[] encoded = codec.encode(new Unwelcome(1));
        assertThatThrownBy(() -> codec.decode(encoded))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("filter refuses");
    }

    record Unwelcome(int number) implements Serializable {}

    @Test
    void aMissingClassIsNamed() {
        byte[] bytes = serialization.write(new Pair(1, new Blob(1)));
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        byte[] renamed = text.replace("$Blob", "$Gone").getBytes(StandardCharsets.ISO_8859_1);
        CodecException missing = catchThrowableOfType(CodecException.class, () -> serialization.read(renamed));
        assertThat(missing.typeName()).isEqualTo(Blob.class.getName().replace("$Blob", "$Gone"));
        assertThat(missing).hasMessageContaining("not on the class path");
    }

    @Test
    void theContextClassLoaderIsAskedFirst() {
        byte[] bytes = serialization.write(new Pair("left", "right"));
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        ClassLoader itsOwn = new OwnPairs(before);
        thread.setContextClassLoader(itsOwn);
        try {
            Object copy = serialization.read(bytes);
            assertThat(copy).isNotInstanceOf(Pair.class);
            assertThat(copy.getClass().getClassLoader()).isSameAs(itsOwn);
            thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
            assertThat(serialization.read(bytes))
                    .as("the library's own loader comes second")
                    .isInstanceOf(Pair.class);
            thread.setContextClassLoader(new WithoutPairs(before));
            assertThat(catchThrowableOfType(CodecException.class, () -> serialization.read(bytes))
                            .typeName())
                    .isEqualTo(Pair.class.getName());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Defines {@link Pair} a second time. */
    private static final class OwnPairs extends ClassLoader {
        OwnPairs(ClassLoader parent) {
            super(parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(Pair.class.getName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            return known != null ? known : define(name);
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /** Says that {@link Pair} is broken rather than missing, so that the library's own loader is not asked. */
    private static final class WithoutPairs extends ClassLoader {
        WithoutPairs(ClassLoader parent) {
            super(parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(Pair.class.getName())) {
                throw new NoClassDefFoundError(name);
            }
            return super.loadClass(name, resolve);
        }
    }

    @Test
    void whatAnObjectThrowsWhenItIsReadIsPassedOn() {
        byte[] bytes = serialization.write(new Unwilling());
        CodecException failure = catchThrowableOfType(CodecException.class, () -> serialization.read(bytes));
        assertThat(failure.typeName()).isEqualTo(Unwilling.class.getName());
        assertThat(failure)
                .hasMessageContaining("the session is closed")
                .hasRootCauseInstanceOf(IllegalStateException.class);
    }
}
