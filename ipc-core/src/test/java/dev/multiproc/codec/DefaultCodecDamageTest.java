package dev.multiproc.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Damaged bytes decode to something or to a {@link CodecException}: never to another error, and never for long. */
class DefaultCodecDamageTest {
    private static final int RANDOM_INPUTS = 50_000;
    private static final int MUTATIONS_OF_EACH = 3_000;
    private final Codec codec = new DefaultCodec();

    enum Color {
        RED,
        GREEN
    }

    record Order(String customer, List<Item> items, Map<String, Object> notes) {}

    record Item(int count, BigDecimal price, Color color) {}

    @SuppressWarnings("UnusedVariable") // Read by serialization alone
    static final class Node implements Serializable {
        private static final long serialVersionUID = 1L;
        private final Node next;
        private final int[] numbers = {1, 2, 3};
        private final Object[] objects = {"a", 1, null};
        private final Map<String, Integer> map = new HashMap<>(Map.of("a", 1, "b", 2));

        Node(Node next) {
            this.next = next;
        }
    }

    @Test
    void randomBytes() {
        Random random = seeded();
        for (int i = 0; i < RANDOM_INPUTS; i++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            if (bytes.length > 0) {
                bytes[0] = (byte) random.nextInt(Tag.SERIALIZED + 2);
            }
            decode(bytes);
        }
    }

    @Test
    void mutatedItems() {
        Random random = seeded();
        for (Object item : items()) {
            byte[] bytes = codec.encode(item);
            for (int i = 0; i < MUTATIONS_OF_EACH; i++) {
                decode(mutated(bytes, random));
            }
        }
    }

    @Test
    void mutatedSerializedObjects() {
        Random random = seeded();
        JavaSerialization serialization = new JavaSerialization();
        for (Object object : serializableItems()) {
            byte[] bytes = serialization.write(object);
            for (int i = 0; i < MUTATIONS_OF_EACH; i++) {
                decode(mutated(bytes, random), serialization::read);
            }
        }
    }

    @Test
    void aSerializedObjectHasAChecksum() {
        byte[] bytes = codec.encode(LocalDate.of(2024, 2, 29));
        bytes[bytes.length - 2]++;
        assertThatThrownBy(() -> codec.decode(bytes))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("checksum");
    }

    @Test
    void truncatedItems() {
        for (Object item : items()) {
            byte[] bytes = codec.encode(item);
            for (int length = 0; length < bytes.length; length++) {
                byte[] part = Arrays.copyOf(bytes, length);
                if (item instanceof String && length > 0) {
                    decode(part);
                } else {
                    assertThatThrownBy(() -> codec.decode(part)).isInstanceOf(CodecException.class);
                }
            }
        }
    }

    private static List<Object> items() {
        Item item = new Item(3, new BigDecimal("19.90"), Color.GREEN);
        Map<String, Object> notes = new LinkedHashMap<>();
        notes.put("numbers", new int[] {1, 2, 3});
        notes.put("names", new String[] {"a", "包"});
        notes.put("sorted", new TreeMap<>(Map.of("x", List.of(1, 2))));
        notes.put("id", Optional.of(new UUID(1, 2)));
        notes.put("time", Duration.ofMinutes(3));
        return List.of(
                "包子 and more",
                new Order("egon", List.of(item, item), notes),
                Set.of(1, 2, 3),
                Map.of("a", new long[] {1, 2}, "b", new ArrayList<>(List.of(1.5, 2.5))),
                new Object[][] {{1}, {Color.RED, "z"}});
    }

    @SuppressWarnings("JdkObsolete") // A Hashtable reads its size in a way of its own
    private static List<Object> serializableItems() {
        return List.of(
                new Node(new Node(null)),
                new Hashtable<>(Map.of("a", 1)),
                new TreeMap<>(Map.of("x", List.of(1, 2))),
                new ArrayDeque<>(List.of(1, 2)),
                new PriorityQueue<>(List.of(1, 2)),
                new BitSet(100),
                new IllegalStateException("a", new RuntimeException("b")),
                LocalDate.of(2024, 2, 29));
    }

    private static Random seeded() {
        long seed = System.nanoTime();
        System.out.println("DefaultCodecDamageTest: seed = " + seed);
        return new Random(seed);
    }

    private static byte[] mutated(byte[] original, Random random) {
        byte[] bytes = original.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int position = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[position] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[position] = (byte) random.nextInt(256);
                case 2 -> bytes[position] = (byte) (random.nextBoolean() ? 0x7f : 0xff);
                default -> {
                    int from = random.nextInt(bytes.length);
                    int length = Math.min(random.nextInt(16), bytes.length - Math.max(from, position));
                    System.arraycopy(original, from, bytes, position, length);
                }
            }
        }
        return bytes;
    }

    private void decode(byte[] bytes) {
        decode(bytes, codec::decode);
    }

    private static void decode(byte[] bytes, Consumer<byte[]> decoder) {
        try {
            decoder.accept(bytes);
        } catch (CodecException e) {
            assertThat(e.typeName()).isNotBlank();
            assertThat(e.getMessage()).isNotBlank();
        } catch (Throwable e) {
            fail("decoding " + Arrays.toString(bytes), e);
        }
    }

    @Test
    void lengthsAreNotBelieved() {
        for (int tag : List.of(
                Tag.LATIN1, Tag.UTF16, Tag.BYTES, Tag.DOUBLES, Tag.LIST, Tag.HASH_MAP, Tag.HASH_SET, Tag.BIG_INTEGER)) {
            for (long length : List.of(100L, 1L << 30, (1L << 31) - 1, 1L << 32, Long.MAX_VALUE, -1L)) {
                Output out = new Output();
                out.write(tag);
                out.writeVarint(length);
                out.write(new byte[50]);
                assertThatThrownBy(() -> codec.decode(out.toByteArray()))
                        .isInstanceOf(CodecException.class)
                        .hasMessageContaining("bytes left");
            }
        }
    }

    @Test
    void nestedListsMayNotEachClaimAllThatIsLeft() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int size = 1 << 20;
        while (bytes.size() < 500 * 4) {
            Output list = new Output();
            list.write(Tag.LIST);
            list.writeVarint(size - bytes.size() - 10);
            bytes.writeBytes(list.toByteArray());
        }
        bytes.writeBytes(new byte[size - bytes.size()]);
        assertThatThrownBy(() -> codec.decode(bytes.toByteArray()))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("bytes left");
    }

    @Test
    void nestingIsLimited() {
        byte[] bytes = new byte[100_000];
        for (int i = 0; i < bytes.length; i += 2) {
            bytes[i] = Tag.LIST;
            bytes[i + 1] = 1;
        }
        assertThatThrownBy(() -> codec.decode(bytes))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("512 deep");
    }

    @Test
    void nothingMayFollowTheItem() {
        byte[] bytes = codec.encode(List.of(1));
        assertThatThrownBy(() -> codec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("follows");
    }

    @Test
    void aClassOfAnotherKindIsRefused() {
        byte[] badIndex = {Tag.ENUM, 3, 1, 'A'};
        assertThatThrownBy(() -> codec.decode(badIndex)).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> codec.decode(naming(Tag.RECORD, "java.lang.Thread")))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("no record");
        assertThatThrownBy(() -> codec.decode(naming(Tag.ENUM, "java.lang.Enum")))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("no enum");
    }

    private static byte[] naming(int tag, String type) {
        Output out = new Output();
        out.write(tag);
        out.write(0);
        out.writeVarint(type.length());
        out.writeLatin1(type);
        out.writeVarint(1);
        out.writeLatin1("A");
        return out.toByteArray();
    }
}
