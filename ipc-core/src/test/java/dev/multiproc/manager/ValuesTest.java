package dev.multiproc.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiproc.codec.Codec;
import dev.multiproc.codec.CodecException;
import dev.multiproc.codec.DefaultCodec;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.Test;

/** How values are written and read, without a manager. */
class ValuesTest {
    private static final String MANAGER = "manager";

    private final List<Long> sent = new ArrayList<>();

    /** What is behind a proxy here. */
    private static final class Named extends Handler {
        private static final long serialVersionUID = 1L;

        Named(String manager, long object, Exposed exposed) {
            super(manager, object, exposed);
        }

        @Override
        Handle handle() {
            return new Handle(
                    new ManagerAddress(manager(), "", 0, 0),
                    object(),
                    exposed().type().getName(),
                    false);
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) {
            return method.getName().equals("hashCode") ? 1 : toString();
        }
    }

    private final Values.References references = new Values.References() {
        @Override
        public Object proxy(long object, String type) {
            Exposed exposed = Exposed.named(type);
            return exposed.proxy(new Named(MANAGER, object, exposed));
        }

        @Override
        public void sent(Handler handler) {
            sent.add(handler.object());
        }
    };

    private Values values(Codec codec) {
        return new Values(MANAGER, codec, references);
    }

    private static ByteBuffer written(Values values, Object... all) {
        Out out = new Out();
        for (Object each : all) {
            values.write(out, each);
        }
        byte[] bytes = new byte[out.size()];
        out.toBuffer().get(bytes);
        return ByteBuffer.wrap(bytes);
    }

    @Test
    void valuesFollowEachOther() {
        Values values = values(new DefaultCodec());
        ByteBuffer in = written(values, "text", null, 5, Map.of("a", List.of(1.5)), new int[] {1, 2});
        assertThat(values.read(in)).isEqualTo("text");
        assertThat(values.read(in)).isNull();
        assertThat(values.read(in)).isEqualTo(5);
        assertThat(values.read(in)).isEqualTo(Map.of("a", List.of(1.5)));
        assertThat((int[]) values.read(in)).containsExactly(1, 2);
        assertThat(in.hasRemaining()).isFalse();
    }

    @Test
    void aProxyOfThisManagerIsANumber() {
        Values values = values(new DefaultCodec());
        Object proxy = references.proxy(7, BlockingQueue.class.getName());
        ByteBuffer in = written(values, proxy);
        assertThat(in.remaining()).isLessThan(60);
        assertThat(sent).containsExactly(7L);
        Object read = values.read(in);
        assertThat(read).isInstanceOf(BlockingQueue.class);
        assertThat(Handler.handlerOf(read).object()).isEqualTo(7);
    }

    /** Knows texts only. */
    private static final class TextCodec implements Codec {
        @Override
        public byte[] encode(Object item) {
            return ((String) item).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Object decode(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    @Test
    void functionsNeedNotBeKnownToTheSessionsCodec() {
        Values values = values(new TextCodec());
        Shipped.Change<String> change = text -> text + "!";
        ByteBuffer in = written(values, "text", change);
        assertThat(values.read(in)).isEqualTo("text");
        assertThat(((Shipped.Change<?>) values.read(in)).getClass().isHidden()).isTrue();
        assertThat(values.forOwn().read(written(values.forOwn(), 5))).isEqualTo(5);
    }

    @Test
    void whatCannotBeReadIsPassedOver() {
        ByteBuffer in = written(values(new DefaultCodec()), List.of(1), "next");
        in.put(5, (byte) 0x7f);
        Values values = values(new DefaultCodec());
        assertThatExceptionOfType(CodecException.class).isThrownBy(() -> values.read(in));
        assertThat(values.read(in)).isEqualTo("next");
    }

    @Test
    void methodsHaveTheSameNumbersForTheClassesInAnyOrder() throws NoSuchMethodException {
        Exposed exposed = Exposed.of(ManagedMap.class);
        for (Method method : ManagedMap.class.getMethods()) {
            assertThat(exposed.method(exposed.call(method).number())).isEqualTo(method);
        }
        assertThat(exposed.call(Object.class.getMethod("equals", Object.class)).number())
                .isEqualTo(exposed.firstOfObject() + Exposed.EQUALS);
        assertThat(exposed.call(Object.class.getMethod("hashCode")).number())
                .isEqualTo(exposed.firstOfObject() + Exposed.HASH_CODE);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Exposed.checkInterface(String.class));
    }
}
