package dev.multiproc.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.multiproc.codec.Codec;
import dev.multiproc.codec.DefaultCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How tasks and values become bytes if the session's codec knows few types. */
class PayloadsTest {
    /** Knows texts only, and arrays of bytes if it is to. */
    private record TextCodec(boolean knowsBytes) implements Codec {
        @Override
        public byte[] encode(Object item) {
            if (item instanceof String text) {
                return ("t" + text).getBytes(StandardCharsets.UTF_8);
            }
            if (knowsBytes && item instanceof byte[] bytes) {
                byte[] encoded = new byte[bytes.length + 1];
                encoded[0] = 'b';
                System.arraycopy(bytes, 0, encoded, 1, bytes.length);
                return encoded;
            }
            throw new IllegalArgumentException("neither text nor bytes: " + item);
        }

        @Override
        public Object decode(byte[] bytes) {
            return bytes[0] == 't'
                    ? new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8)
                    : Arrays.copyOfRange(bytes, 1, bytes.length);
        }
    }

    @Test
    void aCodecThatCannotCarryMessagesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Payloads.check(new TextCodec(false)))
                .withMessageContaining("byte[]")
                .withMessageContaining("TextCodec");
        assertThatCode(() -> Payloads.check(new TextCodec(true))).doesNotThrowAnyException();
        assertThatCode(() -> Payloads.check(new DefaultCodec())).doesNotThrowAnyException();
    }

    @Test
    void valuesAreTheCodecsAndTasksAreNot() throws Exception {
        Payloads payloads = new Payloads(new TextCodec(true));
        assertThat(payloads.decodeValue(ByteBuffer.wrap(payloads.encodeValue("bun"))))
                .isEqualTo("bun");
        assertThatIllegalArgumentException().isThrownBy(() -> payloads.encodeValue(5));
        Task<Integer> task = () -> 5;
        byte[] encoded = payloads.encodeTask(task);
        assertThat(((Task<?>) payloads.decodeTask(encoded, 0, encoded.length)).call())
                .isEqualTo(5);
        List<String> texts = Arrays.asList("a", null, "b");
        assertThat(payloads.decodeAll(ByteBuffer.wrap(payloads.encodeAll(texts))))
                .isEqualTo(texts);
    }

    @Test
    void anOptionalTaskTravelsAsText() throws Exception {
        Payloads payloads = new Payloads(new DefaultCodec());
        assertThat(payloads.encodeOptionalTask(null)).isEmpty();
        Task<String> task = () -> "initialized";
        assertThat(((Task<?>) payloads.decodeTask(payloads.encodeOptionalTask(task))).call())
                .isEqualTo("initialized");
    }

    @Test
    void aPartOfABufferIsRead() {
        Payloads payloads = new Payloads(new DefaultCodec());
        byte[] value = payloads.encodeValue("bun");
        ByteBuffer larger = ByteBuffer.allocate(value.length + 3);
        larger.position(3).put(value).position(3);
        assertThat(payloads.decodeValue(larger.slice())).isEqualTo("bun");
        assertThat(payloads.decodeAll(ByteBuffer.wrap(payloads.encodeAll(List.of(1, 2)))))
                .isEqualTo(List.of(1, 2));
    }
}
