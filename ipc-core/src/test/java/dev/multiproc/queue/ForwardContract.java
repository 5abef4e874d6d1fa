package dev.multiproc.queue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.multiproc.Multiprocessing;
import dev.multiproc.testing.Actor;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link Delivery#forwardTo}: the item is done here and the result is there, both or neither. */
interface ForwardContract extends QueueScene {
    @ParameterizedTest
    @EnumSource
    default void theItemIsDoneAndTheResultIsThere(QueueKind kind) throws InterruptedException {
        JoinableQueue<String> from = mp().joinableQueue();
        SharedQueue<Object> to = kind.queue(mp());
        from.putAll(List.of("a", "b"));
        Actor.Call<Boolean> joining = anna().beginTo(() -> from.join()).awaitAsleep();
        Actor.Call<Object> taking = carl().begin(() -> to.take()).awaitAsleep();
        Delivery<String> a = from.receive();
        a.forwardTo(to, 1);
        assertThat(taking.result()).isEqualTo(1);
        assertThat(from.unfinished()).isOne();
        bert().run(() -> from.receive().forwardTo(to, List.of("b")));
        joining.result();
        assertThat(to).containsExactly(List.of("b"));
        assertThat(from.unfinished()).isZero();
        assertThatIllegalStateException().isThrownBy(a::done);
        assertThatIllegalStateException().isThrownBy(() -> a.forwardTo(to, 2));
        a.close();
        assertThat(to).hasSize(1);
    }

    @Test
    default void largeItemsAndLargeResultsGoToo() throws InterruptedException {
        JoinableQueue<byte[]> from = mp().joinableQueue();
        SharedQueue<byte[]> to = mp().queue();
        from.put(new byte[200_000]);
        bert().run(() -> from.receive().forwardTo(to, new byte[300_000]));
        assertThat(to.take()).hasSize(300_000);
        assertThat(from.unfinished()).isZero();
        from.put(new byte[100_000]);
        try (Delivery<byte[]> next = from.receive()) {
            assertThat(next.value()).hasSize(100_000);
            next.forwardTo(to, new byte[1]);
        }
        assertThat(to.take()).hasSize(1);
    }

    @Test
    default void anItemCanGoToTheEndOfItsOwnQueue() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.putAll(List.of("a", "b"));
        bert().run(() -> it.receive().forwardTo(it, "a again"));
        assertThat(it).containsExactly("b", "a again");
        assertThat(it.unfinished()).isEqualTo(2);
        it.receive().done();
        Delivery<String> again = it.receive();
        assertThat(again.value()).isEqualTo("a again");
        assertThat(again.deliveryCount()).isOne();
        assertThat(again.id()).isEqualTo(2);
        again.done();
        assertThat(it.join(0, SECONDS)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    default void itWaitsForRoomAndIfItGivesUpTheItemIsAsItWas(QueueKind kind) throws InterruptedException {
        JoinableQueue<String> from = mp().joinableQueue();
        SharedQueue<String> to = kind.queue(mp(), 1);
        to.put("full");
        from.put("a");
        Delivery<String> a = from.receive();
        assertThat(a.forwardTo(to, "x", Duration.ZERO)).isFalse();
        assertThat(a.forwardTo(to, "x", Duration.ofSeconds(-1))).isFalse();
        long begin = System.nanoTime();
        assertThat(a.forwardTo(to, "x", SHORT)).isFalse();
        QueueScene.assertNotEarly(begin);
        Actor.Call<Boolean> forwarding =
                anna().beginTo(() -> a.forwardTo(to, "interrupted")).awaitAsleep();
        forwarding.interrupt();
        assertThat(forwarding.failure()).isInstanceOf(InterruptedException.class);
        assertThat(from.unfinished()).isOne();
        assertThat(to).containsExactly("full");
        Actor.Call<Boolean> again = anna().beginTo(() -> a.forwardTo(to, "y")).awaitAsleep();
        assertThat(bert().<String>get(() -> QueueKind.takeAndFinish(to))).isEqualTo("full");
        again.result();
        assertThat(to).containsExactly("y");
        assertThat(from.unfinished()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    default void whatIsRefusedLeavesTheItemAsItWas(QueueKind kind) throws InterruptedException {
        JoinableQueue<Object> from = mp().joinableQueue();
        SharedQueue<Object> over = kind.queue(mp());
        SharedQueue<Object> closed = kind.queue(mp());
        from.put("a");
        over.shutdown();
        closed.close();
        Delivery<Object> a = from.receive();
        assertThatExceptionOfType(QueueShutdownException.class).isThrownBy(() -> a.forwardTo(over, "x"));
        assertThatIllegalStateException().isThrownBy(() -> a.forwardTo(closed, "x"));
        assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> a.forwardTo(from, null));
        assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> a.forwardTo(null, "x"));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> a.forwardTo(from, new Object()));
        try (Multiprocessing other = Multiprocessing.open()) {
            SharedQueue<Object> elsewhere = kind.queue(other);
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> a.forwardTo(elsewhere, "x"))
                    .withMessageContaining("its own session");
            assertThat(elsewhere).isEmpty();
        }
        assertThat(from.unfinished()).isOne();
        a.retry();
        assertThat(from).containsExactly("a");
    }

    /** Whoever is blocked for room hears of the shutdown, and still has the item. */
    @Test
    default void whoWaitsForRoomIsToldOfAShutdown() throws InterruptedException {
        JoinableQueue<String> from = mp().joinableQueue();
        SharedQueue<String> to = mp().queue(QueueOptions.bounded(1));
        to.put("full");
        from.put("a");
        Delivery<String> a = from.receive();
        Actor.Call<Boolean> forwarding =
                anna().beginTo(() -> a.forwardTo(to, "x")).awaitAsleep();
        bert().run(() -> to.shutdown());
        QueueScene.assertToldOfShutdown(forwarding);
        a.done();
        assertThat(from.unfinished()).isZero();
    }

    /** Two ways through two queues, which would be a deadlock if both were locked. */
    @Test
    default void manyGoInOppositeDirections() throws InterruptedException {
        JoinableQueue<Integer> one = mp().joinableQueue();
        JoinableQueue<Integer> other = mp().joinableQueue();
        int items = 20;
        for (int i = 0; i < items; i++) {
            one.put(i);
            other.put(items + i);
        }
        List<Actor.Call<Boolean>> calls = List.of(
                anna().beginTo(() -> forward(one, other, 300)),
                bert().beginTo(() -> forward(other, one, 300)),
                carl().beginTo(() -> forward(one, one, 300)));
        QueueScene.results(calls);
        assertThat(one.unfinished() + other.unfinished()).isEqualTo(2L * items);
        one.addAll(List.copyOf(other));
        assertThat(one).hasSize(2 * items).doesNotHaveDuplicates();
    }

    private static void forward(JoinableQueue<Integer> from, JoinableQueue<Integer> to, int times)
            throws InterruptedException {
        for (int i = 0; i < times; i++) {
            Delivery<Integer> delivery = from.receive(10, SECONDS);
            delivery.forwardTo(to, delivery.value());
        }
    }
}
