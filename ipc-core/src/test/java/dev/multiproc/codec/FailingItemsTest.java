package dev.multiproc.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.Externalizable;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Items whose own code fails while they are written: whatever it throws, the error names the path to the one at fault. */
class FailingItemsTest {
    record Box(Object content) implements Serializable {}

    static final class Unchecked implements Serializable {
        private static final long serialVersionUID = 1L;

        private void writeObject(ObjectOutputStream out) {
            throw new IllegalStateException("no luck");
        }
    }

    static final class Checked implements Serializable {
        private static final long serialVersionUID = 1L;

        private void writeObject(ObjectOutputStream out) throws IOException {
            throw new IOException("no luck");
        }
    }

    static final class OwnRefusal implements Serializable {
        private static final long serialVersionUID = 1L;

        private void writeObject(ObjectOutputStream out) throws IOException {
            throw new NotSerializableException("no luck");
        }
    }

    static final class Unreplaced implements Serializable {
        private static final long serialVersionUID = 1L;

        private Object writeReplace() {
            throw new UnsupportedOperationException("no luck");
        }
    }

    static final class External implements Externalizable {
        private static final long serialVersionUID = 1L;

        @Override
        public void writeExternal(ObjectOutput out) {
            throw new IllegalArgumentException("no luck");
        }

        @Override
        public void readExternal(ObjectInput in) {
            throw new AssertionError("never written");
        }
    }

    /** An exception that says nothing when it is asked. */
    static final class Mute extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("mute");
        }
    }

    static final class FailsMutely implements Serializable {
        private static final long serialVersionUID = 1L;

        private void writeObject(ObjectOutputStream out) {
            throw new Mute();
        }
    }

    static List<Object> failing() {
        return List.of(
                new Unchecked(), new Checked(), new OwnRefusal(), new Unreplaced(), new External(), new FailsMutely());
    }

    @ParameterizedTest
    @MethodSource("failing")
    void theDefaultCodecNamesThePath(Object failing) {
        assertNamed(failing, item -> new DefaultCodec().encode(item));
    }

    @ParameterizedTest
    @MethodSource("failing")
    void javaSerializationNamesThePath(Object failing) {
        assertNamed(failing, item -> new JavaSerialization().write(item));
    }

    private static void assertNamed(Object failing, Function<Object, byte[]> write) {
        String type = failing.getClass().getName();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> write.apply(failing))
                .withMessageContaining(type);
        Object deep = List.of("fine", new Box(new TreeMap<>(Map.of("key", new Box(failing)))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> write.apply(deep))
                .withMessageContaining(type + " at element 1 -> Box.content -> the value of key key -> Box.content")
                .satisfies(e -> assertThat(e.getCause()).isNotNull());
        Callable<Object> task = (Callable<Object> & Serializable) () -> failing;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> write.apply(task))
                .withMessageContaining(type + " at captured argument 1");
    }
}
