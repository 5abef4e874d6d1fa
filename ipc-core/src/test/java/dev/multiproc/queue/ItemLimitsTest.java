package dev.multiproc.queue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.multiproc.Multiprocessing;
import dev.multiproc.codec.Codec;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is too long, or could not be read again, is refused when it is put; what is within the limits is not. */
@ExtendWith(LeavesNothingBehind.class)
class ItemLimitsTest {
    private record Holder(Object held) {}

    /** Written by Java serialization. */
    private static final class Node implements Serializable {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("UnusedVariable") // Java serialization reads it.
        private final Object next;

        Node(Object next) {
            this.next = next;
        }
    }

    private Multiprocessing session;
    private JoinableQueue<Object> queue;

    @BeforeEach
    void open() {
        session = Multiprocessing.open();
        queue = session.joinableQueue(QueueOptions.unbounded());
    }

    @AfterEach
    void close() {
        session.close();
    }

    private void assertRefused(Object item, String because) {
        assertThatIllegalArgumentException().isThrownBy(() -> queue.put(item)).withMessageContaining(because);
        assertThatIllegalArgumentException().isThrownBy(() -> queue.offer(item));
        assertThatIllegalArgumentException().isThrownBy(() -> queue.offer(item, 1, SECONDS));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> queue.putAll(List.of("good", item)))
                .withMessageContaining(because);
        assertThat(queue.unfinished()).isZero();
    }

    /** One at a time: each takes half of the memory that tests have. */
    @Test
    void whatIsTooLongIsRefusedWhateverItIs() {
        List<Supplier<Object>> items = List.of(
                () -> new byte[Codec.MAX_BYTES + 1],
                () -> "x".repeat(Codec.MAX_BYTES + 1),
                () -> new long[Codec.MAX_BYTES / Long.BYTES + 1],
                () -> new Holder(new int[Codec.MAX_BYTES / Integer.BYTES + 1]));
        for (Supplier<Object> item : items) {
            assertRefused(item.get(), "268435456 bytes (256 MiB)");
        }
    }

    @Test
    void aLongItemWithinTheLimitIsTaken() throws InterruptedException {
        byte[] item = new byte[70 * 1024 * 1024];
        item[item.length - 1] = 7;
        queue.put(item);
        assertThat((byte[]) queue.take()).hasSameSizeAs(item).endsWith((byte) 7);
    }

    @Test
    void moreElementsThanThereAreBytesForAreRefused() {
        List<String> copies = Collections.nCopies(Integer.MAX_VALUE, "x");
        assertRefused(copies, "elements");
        assertRefused(new ArrayList<>(List.of("a", copies)), "elements");
        assertRefused(new Holder(copies), "elements");
        assertRefused(new Node(new TreeMap<>(Map.of("key", copies))), "elements");
        assertRefused(Collections.unmodifiableList(copies), "limit");
        assertRefused(Collections.nCopies(1_000_000, "x"), "elements");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        session.process(() -> assertThat(copies).isEmpty()).start())
                .withMessageContaining("elements");
    }

    @Test
    void whatIsNestedTooDeeplyForAReaderIsRefused() {
        assertRefused(chain(1_200), "deep");
        assertRefused(chain(1_800), "deep");
        assertRefused(new Holder(chain(1_200)), "deep");
    }

    private static Object chain(int length) {
        Object chain = "end";
        for (int i = 0; i < length; i++) {
            chain = new Node(chain);
        }
        return chain;
    }

    @Test
    void hashTablesThatAreNestedTooDeeplyForAReaderAreRefused() {
        assertRefused(new Node(sets(30)), "hash tables");
        assertRefused(new Node(sets(21)), "hash tables");
    }

    private static Object sets(int depth) {
        Set<Object> set = new HashSet<>();
        for (int i = 1; i < depth; i++) {
            set = new HashSet<>(Set.of(set));
        }
        return set;
    }

    @Test
    void whatIsAtTheLimitsIsTaken() throws InterruptedException {
        List<Object> items = List.of(
                chain(300),
                new Node(sets(19)),
                Collections.nCopies(1_000, "x"),
                new Node(IntStream.range(0, 2_000).mapToObj(Node::new).toArray()),
                new Node(IntStream.range(0, 100)
                        .mapToObj(i -> new HashMap<>(Map.of(i, i)))
                        .toArray()));
        queue.putAll(items);
        for (Object item : items) {
            assertThat(queue.take()).hasSameClassAs(item);
        }
    }
}
