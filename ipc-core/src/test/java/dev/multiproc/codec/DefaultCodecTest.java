package dev.multiproc.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ObjectInputFilter;
import java.io.Serializable;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefaultCodecTest {
    private final Codec codec = new DefaultCodec();

    enum Plain {
        ONE,
        TWO
    }

    enum WithBodies {
        ADD {
            @Override
            int apply(int left, int right) {
                return left + right;
            }
        };

        abstract int apply(int left, int right);
    }

    record Empty() {}

    record Point(int x, double y, boolean visible, char sign, long id) {}

    record Box<T>(T content, List<? extends T> more) {}

    private record Hidden(String name, Hidden next) {}

    record Positive(int number) {
        Positive {
            if (number <= 0) {
                throw new IllegalArgumentException("not positive: " + number);
            }
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // Variable arity is what is tested
    record VarArgs(String... words) {}

    record Masked(String secret) {
        @Override
        public String secret() {
            return "***";
        }

        String unmasked() {
            return secret;
        }
    }

    record Swapped(String name) implements Serializable {
        private Object writeReplace() {
            return new SwappedHandle(name);
        }
    }

    record SwappedHandle(String name) implements Serializable {
        private Object readResolve() {
            return new Swapped("by handle: " + name);
        }
    }

    static final class OwnList extends ArrayList<String> {
        private static final long serialVersionUID = 1L;
        private final int extra;

        OwnList(int extra) {
            this.extra = extra;
        }
    }

    static Stream<Arguments> itemsThatStayEqual() {
        return Stream.of(scalars(), texts(), arrays(), lists(), mapsAndSets(), objects())
                .flatMap(items -> items)
                .map(item -> Arguments.of(Named.of(item.getClass().getTypeName(), item)));
    }

    private static Stream<Object> scalars() {
        return Stream.of(
                true,
                false,
                (byte) -1,
                Byte.MIN_VALUE,
                (short) -300,
                Short.MAX_VALUE,
                'x',
                '包',
                '\uffff',
                0,
                1,
                -1,
                63,
                64,
                Integer.MIN_VALUE,
                Integer.MAX_VALUE,
                0L,
                -1L,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                0f,
                -0f,
                Float.NaN,
                Float.MIN_VALUE,
                0d,
                -0d,
                Double.NaN,
                Double.NEGATIVE_INFINITY,
                Math.PI,
                BigInteger.ZERO,
                BigInteger.ONE.shiftLeft(1000).negate(),
                new BigDecimal("-12345.678900"),
                new BigDecimal(BigInteger.TEN, Integer.MAX_VALUE),
                Duration.ofNanos(-1),
                Duration.ofDays(40_000),
                Instant.EPOCH,
                Instant.MIN,
                Instant.MAX,
                Instant.ofEpochSecond(1, 999_999_999),
                new UUID(-1, 42),
                Optional.empty(),
                Optional.of("something"),
                Optional.of(Optional.empty()));
    }

    private static Stream<Object> texts() {
        return Stream.of(
                "",
                "a",
                "x".repeat(64),
                "é\u00ff\u0000",
                "包子",
                "\uD83E\uDD5F dumpling",
                "\uD83E",
                "\uDD5F\uD83E",
                "half\uDD5F",
                "Ā".repeat(10_000),
                List.of("", "é", "包子", "\uD83E", "z".repeat(200)));
    }

    private static Stream<Object> arrays() {
        return Stream.of(
                new byte[0],
                new byte[] {1, -1},
                new byte[100_000],
                List.of(new byte[] {1, 2, 3}).get(0),
                new boolean[] {true, false},
                new short[] {-1, 2},
                new char[] {'a', '包'},
                new int[] {1, Integer.MIN_VALUE},
                new long[] {Long.MAX_VALUE, 0},
                new float[] {1.5f, Float.NaN},
                new double[] {-0d, Math.E},
                new int[0],
                new String[] {"a", null, "包"},
                new Object[] {1, "a", null},
                new int[][] {{1}, {}, null},
                new String[][][] {{{"deep"}}},
                new Plain[] {Plain.TWO},
                new Thread[0],
                new Point[] {new Point(1, 2, true, 'c', 3)},
                new TreeMap<?, ?>[] {new TreeMap<>()});
    }

    @SuppressWarnings("JdkObsolete") // A LinkedList has to arrive as one
    private static Stream<Object> lists() {
        return Stream.of(
                new ArrayList<>(),
                new ArrayList<>(Arrays.asList(1, null, "a")),
                new LinkedList<>(List.of(1, 2)),
                Arrays.asList(null, "x"),
                List.of(),
                List.of(1),
                List.of(1, 2),
                List.of(1, 2, 3),
                new ArrayList<>(List.of(1, 2, 3)).subList(1, 3),
                List.of(1, 2, 3).subList(0, 2),
                Stream.of(1, null).toList(),
                Collections.emptyList(),
                Collections.singletonList(null),
                Collections.unmodifiableList(Arrays.asList(1, null)),
                Collections.nCopies(3, "n"),
                Collections.synchronizedList(new ArrayList<>(List.of(1))));
    }

    private static Stream<Object> mapsAndSets() {
        Map<Object, Object> withNulls = new HashMap<>();
        withNulls.put(null, null);
        withNulls.put("list", List.of(Map.of(1, Set.of(2))));
        return Stream.of(
                new HashMap<>(),
                withNulls,
                new LinkedHashMap<>(Map.of("k", 1)),
                Map.of(),
                Map.of(1, 2),
                Map.of(1, 2, 3, 4),
                new TreeMap<>(Map.of("b", 1, "a", 2)),
                new HashSet<>(Arrays.asList(1, null)),
                new LinkedHashSet<>(List.of(3, 1, 2)),
                Set.of(),
                Set.of("one"),
                Set.of(1, 2, 3),
                Collections.unmodifiableMap(new TreeMap<>(Map.of(1, 2))),
                Collections.emptyMap());
    }

    private static Stream<Object> objects() {
        record Local(Set<Plain> plains) {}
        return Stream.of(
                Plain.ONE,
                WithBodies.ADD,
                DayOfWeek.MONDAY,
                List.of(Plain.ONE, Plain.TWO, Plain.ONE),
                new Empty(),
                new Point(-1, 2.5, true, '包', Long.MIN_VALUE),
                new Hidden("a", new Hidden("b", null)),
                new Box<>(new Box<>(1, List.of(2)), List.of()),
                new Box<>(null, null),
                new Box<>(new TreeMap<>(Map.of("a", 1)), new ArrayList<>()),
                new Local(Set.of(Plain.TWO)),
                new Positive(1),
                LocalDate.of(2024, 2, 29),
                StringBuilder.class,
                int.class,
                List.of(new Positive(1), new Empty(), new Positive(2), new Hidden("x", null)));
    }

    @ParameterizedTest
    @MethodSource("itemsThatStayEqual")
    void itemsComeBackEqual(Object item) {
        Object copy = codec.decode(codec.encode(item));
        assertThat(copy).isEqualTo(item);
        if (!(item instanceof List<?>)) {
            assertThat(copy).hasSameClassAs(item);
        }
        assertThat(codec.decode(codec.encode(copy))).isEqualTo(item);
    }

    @ParameterizedTest
    @MethodSource("itemsThatStayEqual")
    void itemsAreDecodedFromTheMiddleOfABuffer(Object item) {
        byte[] encoded = codec.encode(item);
        byte[] buffer = new byte[encoded.length + 20];
        Arrays.fill(buffer, (byte) 0x55);
        System.arraycopy(encoded, 0, buffer, 7, encoded.length);
        assertThat(codec.decode(buffer, 7, encoded.length)).isEqualTo(item);
    }

    @Test
    void shortItemsHaveShortEncodings() {
        assertThat(codec.encode("x".repeat(64))).hasSize(65);
        assertThat(codec.encode(new byte[100])).hasSize(101);
        assertThat(codec.encode(5)).hasSize(2);
        assertThat(codec.encode(List.of("a", "b"))).hasSize(8);
        int one = codec.encode(List.of(new Positive(1))).length;
        int two = codec.encode(List.of(new Positive(1), new Positive(2))).length;
        assertThat(two - one).as("the class is named once").isLessThan(10);
    }

    @Test
    void moreClassesThanTheTableHoldsStillComeBack() {
        List<Object> arrays = new ArrayList<>();
        StringBuilder name = new StringBuilder("[I");
        for (int dimensions = 1; dimensions < 200; dimensions++) {
            arrays.add(Array.newInstance(arrayClass(name.toString()), 0));
            name.insert(0, '[');
        }
        List<?> copy = (List<?>) codec.decode(codec.encode(List.of(arrays, arrays)));
        assertThat(((List<?>) copy.get(1)).get(198)).hasSameClassAs(arrays.get(198));
    }

    private static Class<?> arrayClass(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void mutableListsStayMutableAndOthersDoNot() {
        List<Object> mutable = list(Arrays.asList(1, 2));
        mutable.add(3);
        assertThat(mutable).containsExactly(1, 2, 3);
        assertThatThrownBy(() -> list(List.of(1)).add(2)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> ((Map<?, ?>) codec.decode(codec.encode(Map.of(1, 2)))).clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @SuppressWarnings("unchecked")
    private List<Object> list(Object item) {
        return (List<Object>) codec.decode(codec.encode(item));
    }

    @Test
    void insertionOrderIsKept() {
        Map<String, Integer> map = new LinkedHashMap<>();
        Stream.of("z", "a", "m").forEach(key -> map.put(key, map.size()));
        assertThat(((Map<?, ?>) codec.decode(codec.encode(map))).keySet().toString())
                .isEqualTo("[z, a, m]");
        Set<String> set = new LinkedHashSet<>(List.of("z", "a", "m"));
        assertThat(codec.decode(codec.encode(set)).toString()).isEqualTo("[z, a, m]");
    }

    @Test
    void subclassesKeepWhatTheyAdd() {
        OwnList item = new OwnList(7);
        item.add("element");
        OwnList copy = (OwnList) list(List.of(item)).get(0);
        assertThat(copy).containsExactly("element");
        assertThat(copy.extra).isEqualTo(7);
    }

    @Test
    void recordsAreTakenFromTheirFieldsAndMadeByTheirConstructor() {
        Masked masked = (Masked) codec.decode(codec.encode(new Masked("word")));
        assertThat(masked.unmasked()).isEqualTo("word");
        VarArgs words = (VarArgs) codec.decode(codec.encode(new VarArgs("a", "b")));
        assertThat(words.words()).containsExactly("a", "b");
    }

    @Test
    void recordsWithWriteReplaceAreReplaced() {
        assertThat(codec.decode(codec.encode(new Swapped("s")))).isEqualTo(new Swapped("by handle: s"));
        assertThat(codec.decode(codec.encode(new Box<>(new Swapped("s"), null))))
                .isEqualTo(new Box<>(new Swapped("by handle: s"), null));
    }

    @Test
    void aConstructorThatThrowsIsNamed() {
        byte[] bytes = codec.encode(new Positive(1));
        assertThat(bytes[bytes.length - 1]).as("zigzag of 1").isEqualTo((byte) 2);
        bytes[bytes.length - 1] = 1;
        assertThatThrownBy(() -> codec.decode(bytes))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining(Positive.class.getName())
                .hasMessageContaining("not positive: -1")
                .hasCauseInstanceOf(IllegalArgumentException.class)
                .extracting(e -> ((CodecException) e).typeName())
                .isEqualTo(Positive.class.getName());
    }

    @Test
    void aRecordWithOtherComponentsIsRefused() {
        byte[] bytes = replaced(codec.encode(new Positive(1)), "Positive", "Renamed1");
        assertThatThrownBy(() -> codec.decode(bytes))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("differs between the processes")
                .hasMessageContaining("otherName");
    }

    record Renamed1(int otherName) {}

    @Test
    void anUnknownConstantIsRefused() {
        byte[] bytes = replaced(codec.encode(Plain.ONE), "ONE", "NIL");
        assertThatThrownBy(() -> codec.decode(bytes))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("no constant NIL");
    }

    @Test
    void aMissingClassIsNamed() {
        byte[] bytes = replaced(codec.encode(new Positive(1)), "Positive", "Negative");
        assertThatThrownBy(() -> codec.decode(bytes))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("not on the class path")
                .extracting(e -> ((CodecException) e).typeName())
                .isEqualTo(Positive.class.getName().replace("Positive", "Negative"));
    }

    private static byte[] replaced(byte[] bytes, String old, String replacement) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        assertThat(text).contains(old);
        return text.replace(old, replacement).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void theFilterIsAskedAboutRecordsEnumsAndSerializedObjects() {
        ObjectInputFilter filter =
                ObjectInputFilter.Config.createFilter("!dev.multiproc.codec.DefaultCodecTest$P*;!java.util.TreeMap");
        Codec filtered = new DefaultCodec(filter);
        for (Object refused : List.of(new Positive(1), Plain.ONE, new TreeMap<>(), List.of(new TreeMap<>()))) {
            assertThatThrownBy(() -> filtered.decode(codec.encode(refused)))
                    .isInstanceOf(CodecException.class)
                    .hasMessageContaining("filter refuses");
        }
        assertThat(filtered.decode(codec.encode(new Empty()))).isEqualTo(new Empty());
    }

    @Test
    void nullIsNoItem() {
        assertThatThrownBy(() -> codec.encode(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> codec.decode(new byte[] {Tag.NULL})).isInstanceOf(CodecException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 511})
    void deepItemsComeBack(int depth) {
        Object item = nested(depth);
        assertThat(codec.decode(codec.encode(item))).isEqualTo(item);
    }

    @Test
    void itemsTooDeepOrWithinThemselvesAreRefused() {
        List<Object> cycle = new ArrayList<>();
        cycle.add(new Object[] {Map.of("self", cycle)});
        for (Object item : List.<Object>of(cycle, new Object[] {nested(512)})) {
            assertThatThrownBy(() -> codec.encode(item))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("contains itself");
        }
    }

    private static Object nested(int depth) {
        Object item = "core";
        for (int i = 0; i < depth; i++) {
            item = new ArrayList<>(Collections.singletonList(item));
        }
        return item;
    }

    @Test
    void theFieldAtFaultIsNamedAcrossRulesAndJavaSerialization() {
        record Carrier(Object load) {}
        Object item = List.of(new Carrier(new TreeMap<>(Map.of("job", new Thread("t")))));
        assertThatThrownBy(() -> codec.encode(item))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot serialize java.lang.Thread at element 0 -> Carrier.load -> the value of key job"
                        + " (java.lang.Thread is not Serializable): send what it stands for");
    }

    @Test
    void largeArraysPass() {
        byte[] large = new byte[64 << 20];
        large[large.length - 1] = 1;
        assertThat((byte[]) codec.decode(codec.encode(large))).isEqualTo(large);
    }
}
