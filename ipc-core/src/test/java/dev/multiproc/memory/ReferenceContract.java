package dev.multiproc.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.multiproc.codec.CodecException;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.Actor;
import dev.multiproc.testing.Rounds;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

abstract class ReferenceContract extends MemoryContract {
    private static final int MAX_BYTES = 64 * 1024;
    private static final int UPDATES = Rounds.of(2000);
    private static final int WRITES = Rounds.of(5000);

    record Settings(String host, int port, List<String> tags) implements Serializable {}

    @Test
    void whatOneWritesTheOthersRead() throws Exception {
        Settings first = new Settings("alpha", 1, List.of("a", "b"));
        Settings second = new Settings("beta", 2, List.of());
        SharedReference<Settings> reference = mp.sharedReference(first);
        assertThat(bert.get(reference::get)).isEqualTo(first);
        bert.run(() -> reference.set(second));
        assertThat(reference.get()).isEqualTo(second);
        assertThat(carl.get(() -> reference.getAndSet(null))).isEqualTo(second);
        assertThat(reference.get()).isNull();
        assertThat(bert.get(reference::get)).isNull();
        reference.set(first);
        assertThat(carl.get(reference::get)).isEqualTo(first);
        assertThat(mp.sharedReference(5)).hasToString("5");
    }

    @Test
    void eachReadGivesAnObjectOfItsOwn() {
        List<String> list = new ArrayList<>(List.of("a"));
        SharedReference<List<String>> reference = mp.sharedReference(list);
        list.add("b");
        assertThat(reference.get()).containsExactly("a").isNotSameAs(reference.get());
    }

    @Test
    void itIsWrittenIfItIsTheExpectedOne() throws Exception {
        SharedReference<String> reference = mp.sharedReference(null);
        assertThat(bert.succeeds(() -> reference.compareAndSet("包子", "x"))).isFalse();
        assertThat(bert.succeeds(() -> reference.compareAndSet(null, "包子"))).isTrue();
        assertThat(carl.succeeds(() -> reference.compareAndSet(null, "x"))).isFalse();
        assertThat(carl.succeeds(() -> reference.compareAndSet("包子", "西瓜"))).isTrue();
        assertThat(reference.get()).isEqualTo("西瓜");
        assertThat(bert.succeeds(() -> reference.compareAndSet("西瓜", null))).isTrue();
        assertThat(reference.get()).isNull();
    }

    @Test
    void functionsReplaceIt() throws Exception {
        SharedReference<String> reference = mp.sharedReference("a");
        assertThat(bert.get(() -> reference.updateAndGet(value -> value + "b"))).isEqualTo("ab");
        assertThat(carl.get(() -> reference.getAndUpdate(value -> value + "c"))).isEqualTo("ab");
        assertThat(carl.get(() -> reference.accumulateAndGet("d", String::concat)))
                .isEqualTo("abcd");
        assertThat(carl.get(() -> reference.getAndAccumulate("e", String::concat)))
                .isEqualTo("abcd");
        assertThat(reference.get()).isEqualTo("abcde");
    }

    @Test
    void aFunctionIsCalledAgainIfAnotherWasQuickerAndMayUseTheReference() {
        SharedReference<Integer> reference = mp.sharedReference(1);
        AtomicInteger calls = new AtomicInteger();
        Integer result = reference.updateAndGet(value -> {
            if (calls.getAndIncrement() == 0) {
                reference.set(10);
            }
            return value * 2;
        });
        assertThat(result).isEqualTo(20);
        assertThat(calls).hasValue(2);
    }

    @Test
    void whatDoesNotFitOrCannotBeEncodedIsRefusedAndChangesNothing() {
        SharedReference<Object> reference = mp.sharedReference("old");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reference.set(new byte[MAX_BYTES + 1]))
                .withMessageContaining("at most 65536");
        assertThatIllegalArgumentException().isThrownBy(() -> reference.getAndSet("x".repeat(MAX_BYTES)));
        assertThatIllegalArgumentException().isThrownBy(() -> reference.compareAndSet("old", new Object()));
        assertThatIllegalArgumentException().isThrownBy(() -> reference.updateAndGet(old -> new Object()));
        assertThatIllegalArgumentException().isThrownBy(() -> mp.sharedReference(new byte[MAX_BYTES + 1]));
        assertThat(reference.get()).isEqualTo("old");
        byte[] large = new byte[MAX_BYTES - 16];
        Arrays.fill(large, (byte) 7);
        reference.set(large);
        assertThat((byte[]) reference.get()).isEqualTo(large);
    }

    @Test
    void aNamedOneIsFoundAndKeepsItsValue() {
        SharedReference<String> reference = mp.sharedReference("current", "a");
        reference.set("b");
        assertThat(mp.<String>sharedReference("current", "c")).isSameAs(reference);
        assertThat(reference.get()).isEqualTo("b");
        assertThat(reference.name()).isEqualTo("current");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mp.sharedLong("current", 1))
                .withMessageContaining("SharedReference")
                .withMessageContaining("SharedLong");
    }

    @Test
    void itPassesThroughAQueueAndHoldsOtherSharedObjects() throws Exception {
        SharedQueue<SharedReference<SharedLong>> queue = mp.queue();
        SharedLong value = mp.sharedLong(1);
        SharedReference<SharedLong> reference = mp.sharedReference(value);
        queue.put(reference);
        assertThat(queue.take()).isSameAs(reference);
        assertThat(reference.get()).isSameAs(value);
        bert.run(() -> reference.get().set(9));
        assertThat(value.get()).isEqualTo(9);
    }

    @Test
    void noUpdateIsLost() throws Exception {
        SharedReference<Integer> count = mp.sharedReference(0);
        together(() -> {
            for (int i = 0; i < UPDATES; i++) {
                count.updateAndGet(value -> value + 1);
            }
        });
        assertThat(count.get()).isEqualTo(3 * UPDATES);
    }

    /** Values of all lengths, each of one byte many times over. */
    @Test
    void nobodySeesHalfAValue() throws Exception {
        SharedReference<byte[]> reference = mp.sharedReference(new byte[0]);
        SharedBoolean isOver = mp.sharedBoolean(false);
        List<Actor.Call<Boolean>> readers = List.of(
                anna.begin(() -> readsWholeValues(reference, isOver)),
                bert.begin(() -> readsWholeValues(reference, isOver)));
        carl.run(() -> {
            for (int i = 0; i < WRITES; i++) {
                byte[] value = new byte[i * 7919 % 60_000];
                Arrays.fill(value, (byte) i);
                reference.set(value);
            }
            isOver.set(true);
        });
        for (Actor.Call<Boolean> reader : readers) {
            assertThat(reader.result()).isTrue();
        }
    }

    private static boolean readsWholeValues(SharedReference<byte[]> reference, SharedBoolean isOver) {
        while (!isOver.get()) {
            byte[] value = reference.get();
            for (byte b : value) {
                if (b != value[0]) {
                    return false;
                }
            }
        }
        return true;
    }

    @Test
    void whatCannotBeDecodedHereIsSaid() {
        SharedReference<Object> reference = mp.sharedReference("x");
        reference.set(new Unreadable());
        assertThatExceptionOfType(CodecException.class).isThrownBy(reference::get);
        reference.set("y");
        assertThat(reference.get()).isEqualTo("y");
    }

    static final class Unreadable implements Serializable {
        private static final long serialVersionUID = 1L;

        private void readObject(ObjectInputStream in) throws IOException {
            throw new InvalidObjectException("not here");
        }
    }
}
