package dev.multiproc.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiproc.Awaitable;
import dev.multiproc.Multiprocessing;
import dev.multiproc.internal.session.Inspections;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.sync.SharedEvent;
import dev.multiproc.testing.Actor;
import dev.multiproc.testing.Cast;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Python's {@code Pipe} and {@code Connection} do, and what they do when many use an end. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PipeContract {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(30);
    private static final int LARGE = 3_000_001;

    private Cast cast;
    private Multiprocessing mp;
    private Actor anna;
    private Actor bert;
    private Actor carl;

    abstract Cast cast();

    @BeforeAll
    final void open() throws InterruptedException {
        cast = cast();
        mp = cast.session();
        anna = cast.hire();
        bert = cast.hire();
        carl = cast.hire();
    }

    @AfterAll
    final void close() {
        cast.close();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + i / 251);
        }
        return bytes;
    }

    @Test
    void bothEndsSendAndReceiveObjects() throws Exception {
        Pipe pipe = mp.pipe();
        Connection first = pipe.first();
        Connection second = pipe.second();
        first.send("there");
        assertThat(bert.<Object>get(second::receive)).isEqualTo("there");
        bert.run(() -> second.send(Map.of("back", List.of(1, 2L, 3.5))));
        assertThat(first.receive()).isEqualTo(Map.of("back", List.of(1, 2L, 3.5)));
        Actor.Call<Object> waiting = carl.begin(second::receive).awaitAsleep();
        first.send(5);
        assertThat(waiting.result()).isEqualTo(5);
        assertThatNullPointerException().isThrownBy(() -> first.send(null));
        assertThatIllegalArgumentException().isThrownBy(() -> first.send(new Object()));
        assertThat(second.poll(Duration.ZERO)).isFalse();
        assertThat(pipe.first()).isSameAs(first);
    }

    @Test
    void messagesOfAllLengthsKeepTheirBounds() throws Exception {
        Pipe pipe = mp.pipe(false);
        Connection receiver = pipe.first();
        Connection sender = pipe.second();
        int[] lengths = {0, 1, 7, 8, 9, 0, 1000, 65_536, 262_127, 262_136, 262_137, 262_144, LARGE, 0, 3};
        Actor.Call<Boolean> sending = bert.beginTo(() -> {
            for (int length : lengths) {
                sender.sendBytes(bytes(length));
            }
        });
        for (int length : lengths) {
            assertThat(Arrays.equals(receiver.receiveBytes(), bytes(length)))
                    .as("length %d", length)
                    .isTrue();
        }
        assertThat(sending.result()).isTrue();
    }

    @Test
    void aOneWayPipeGoesOneWay() {
        Pipe pipe = mp.pipe(false);
        assertThatExceptionOfType(NonWritableChannelException.class)
                .isThrownBy(() -> pipe.first().send("no"));
        assertThatExceptionOfType(NonWritableChannelException.class)
                .isThrownBy(() -> pipe.first().sendBytes(new byte[1]));
        assertThatExceptionOfType(NonReadableChannelException.class)
                .isThrownBy(() -> pipe.second().receive());
        assertThatExceptionOfType(NonReadableChannelException.class)
                .isThrownBy(() -> pipe.second().receiveBytes());
        assertThatExceptionOfType(NonReadableChannelException.class)
                .isThrownBy(() -> pipe.second().poll(SHORT));
    }

    @Test
    void bytesGoIntoABufferOrUpToALimit() throws Exception {
        Pipe pipe = mp.pipe();
        ByteBuffer message = ByteBuffer.wrap(bytes(10)).position(2).limit(9);
        pipe.first().sendBytes(message);
        assertThat(message.remaining()).isZero();
        Connection second = pipe.second();
        assertThatExceptionOfType(MessageTooLongException.class)
                .isThrownBy(() -> second.receiveBytes(6))
                .satisfies(e -> assertThat(e.length()).isEqualTo(7));
        assertThatExceptionOfType(MessageTooLongException.class)
                .isThrownBy(() -> second.receiveBytes(ByteBuffer.allocate(6)));
        assertThatExceptionOfType(ReadOnlyBufferException.class)
                .isThrownBy(() -> second.receiveBytes(ByteBuffer.allocate(6).asReadOnlyBuffer()));
        assertThatIllegalArgumentException().isThrownBy(() -> second.receiveBytes(-1));
        ByteBuffer target = ByteBuffer.allocateDirect(20).position(5);
        assertThat(second.receiveBytes(target)).isEqualTo(7);
        assertThat(target.position()).isEqualTo(12);
        byte[] got = new byte[7];
        target.get(5, got);
        assertThat(got).isEqualTo(Arrays.copyOfRange(bytes(10), 2, 9));
        Actor.Call<Boolean> sending = bert.beginTo(() -> pipe.first().sendBytes(bytes(LARGE)));
        assertThatExceptionOfType(MessageTooLongException.class).isThrownBy(() -> second.receiveBytes(LARGE - 1));
        assertThat(Arrays.equals(second.receiveBytes(LARGE), bytes(LARGE))).isTrue();
        sending.result();
    }

    @Test
    void aSenderWithoutReaderWaits() throws Exception {
        Pipe pipe = mp.pipe(false);
        Connection sender = pipe.second();
        int count = 0;
        while (sender.send(new byte[50_000], Duration.ZERO)) {
            count++;
        }
        assertThat(count).isBetween(1, 100);
        assertThat(sender.send("small, but there may be room", SHORT)).isIn(true, false);
        Actor.Call<Boolean> waiting =
                bert.beginTo(() -> sender.send(new byte[50_000])).awaitAsleep();
        assertThat(pipe.first().receiveBytes()).hasSize(50_000);
        assertThat(waiting.result()).isTrue();
        Actor.Call<Boolean> interrupted =
                bert.beginTo(() -> sender.send(new byte[50_000])).awaitAsleep();
        interrupted.interrupt();
        assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void timeLimitsEndWaits() throws Exception {
        Connection second = mp.pipe().second();
        assertThat(second.receive(Duration.ZERO)).isNull();
        assertThat(second.receive(SHORT)).isNull();
        assertThat(second.receive(Duration.ofDays(-1))).isNull();
        assertThat(second.poll(SHORT)).isFalse();
        Actor.Call<Object> interrupted = bert.begin(second::receive).awaitAsleep();
        interrupted.interrupt();
        assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
        Thread.currentThread().interrupt();
        assertThatThrownBy(second::receive).isInstanceOf(InterruptedException.class);
    }

    @Test
    void aLongMessageThatNobodyReceivesWasNotSent() throws Exception {
        Pipe pipe = mp.pipe();
        Connection first = pipe.first();
        Connection second = pipe.second();
        assertThat(first.send(bytes(LARGE), SHORT)).isFalse();
        ByteBuffer buffer = ByteBuffer.wrap(bytes(LARGE));
        assertThat(first.sendBytes(buffer, SHORT)).isFalse();
        assertThat(buffer.position()).isZero();
        assertThat(second.poll(Duration.ZERO)).isFalse();
        Actor.Call<Boolean> interrupted =
                bert.beginTo(() -> first.send(bytes(LARGE))).awaitAsleep();
        assertThat(second.poll(LONG)).isTrue();
        interrupted.interrupt();
        assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
        first.send("next");
        assertThat(second.receive()).isEqualTo("next");
        assertThat(first.sendBytes(buffer.limit(3), LONG)).isTrue();
        assertThat(buffer.position()).isEqualTo(3);
        assertThat(second.receiveBytes()).hasSize(3);
    }

    @Test
    void pollTakesNothingAndWakesUpForAMessage() throws Exception {
        Pipe pipe = mp.pipe();
        Connection second = pipe.second();
        Actor.Call<Boolean> polling = anna.begin(() -> second.poll(LONG)).awaitAsleep();
        Actor.Call<Object> receiving = bert.begin(second::receive).awaitAsleep();
        pipe.first().send("one");
        assertThat(receiving.result()).isEqualTo("one");
        pipe.first().send("two");
        assertThat(polling.result()).isTrue();
        assertThat(second.receive()).isEqualTo("two");
    }

    @Test
    void manyUseAnEndAndEachMessageStaysWhole() throws Exception {
        Pipe pipe = mp.pipe(false);
        Connection receiver = pipe.first();
        Connection sender = pipe.second();
        SharedQueue<Integer> received = mp.queue();
        List<Actor.Call<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int from = i * 1000;
            Actor sends = cast.hire();
            calls.add(sends.beginTo(() -> sendNumbered(sender, from, 60)));
            Actor receives = cast.hire();
            calls.add(receives.beginTo(() -> receiveNumbered(receiver, received)));
        }
        Set<Integer> all = new HashSet<>();
        for (int i = 0; i < 180; i++) {
            assertThat(all.add(received.take())).isTrue();
        }
        for (int i = 0; i < 3; i++) {
            sender.sendBytes(new byte[0]);
        }
        for (Actor.Call<Boolean> call : calls) {
            call.result();
        }
        assertThat(all).hasSize(180);
        assertThat(cast.rescues()).isZero();
    }

    private static void sendNumbered(Connection sender, int from, int count) throws Exception {
        for (int i = from; i < from + count; i++) {
            int length = i % 10 == 0 ? 400_000 + i : 4 + i % 3000;
            byte[] message = new byte[length];
            Arrays.fill(message, (byte) i);
            ByteBuffer.wrap(message).putInt(0, i);
            sender.sendBytes(message);
        }
    }

    private static void receiveNumbered(Connection receiver, SharedQueue<Integer> received) throws Exception {
        for (byte[] message = receiver.receiveBytes(); message.length > 0; message = receiver.receiveBytes()) {
            int number = ByteBuffer.wrap(message).getInt();
            byte[] expected = new byte[message.length];
            Arrays.fill(expected, (byte) number);
            ByteBuffer.wrap(expected).putInt(0, number);
            received.put(Arrays.equals(message, expected) ? number : -1);
        }
    }

    @Test
    void anEndGoesThroughQueuesAndPipes() throws Exception {
        Pipe carrier = mp.pipe();
        Pipe carried = mp.pipe();
        SharedQueue<Connection> queue = mp.queue();
        queue.put(carried.first());
        carrier.first().send(carried.second());
        bert.run(() -> queue.take().send("by queue"));
        Connection end = (Connection) carrier.second().receive();
        assertThat(end.receive()).isEqualTo("by queue");
        assertThat(end).isSameAs(carried.second());
    }

    @Test
    void aClosedEndIsRefusedAndItsWaitsEnd() throws Exception {
        Pipe pipe = mp.pipe();
        Connection second = pipe.second();
        Actor.Call<Object> waiting = anna.begin(second::receive).awaitAsleep();
        assertThat(second.isOpen()).isTrue();
        Actor beside = cast.hireBeside(anna);
        beside.run(second::close);
        assertThat(waiting.failure()).isInstanceOf(ClosedChannelException.class);
        second.close();
        second.close();
        assertThat(second.isOpen()).isFalse();
        assertThatExceptionOfType(ClosedChannelException.class).isThrownBy(second::receive);
        assertThatExceptionOfType(ClosedChannelException.class).isThrownBy(() -> second.send("no"));
        assertThatExceptionOfType(ClosedChannelException.class).isThrownBy(() -> second.poll(SHORT));
        assertThatIllegalArgumentException().isThrownBy(() -> mp.queue().put(second));
        assertThatIllegalStateException().isThrownBy(() -> mp.awaitAny(second));
    }

    @Test
    void theEndOfFileComesAfterAllMessages() throws Exception {
        Pipe pipe = mp.pipe();
        Connection first = pipe.first();
        Connection second = pipe.second();
        first.send("last");
        Actor.Call<Boolean> polling = bert.begin(() -> {
            second.receive();
            return second.poll(LONG);
        });
        polling.awaitAsleep();
        first.close();
        assertThat(polling.result()).as("end of file is ready").isTrue();
        assertThat(bert.failureOf(second::receive)).isInstanceOf(EOFException.class);
        assertThat(bert.failureOf(() -> second.receive(Duration.ZERO))).isInstanceOf(EOFException.class);
        assertThat(bert.failureOf(() -> second.send("no"))).isInstanceOf(BrokenPipeException.class);
        assertThat(mp.awaitAny(second)).containsExactly(second);
    }

    @Test
    void aWaitingSenderLearnsThatTheReaderHasGone() throws Exception {
        Pipe pipe = mp.pipe(false);
        Connection sender = pipe.second();
        Actor.Call<Boolean> longOne =
                bert.beginTo(() -> sender.send(bytes(LARGE))).awaitAsleep();
        pipe.first().close();
        assertThat(longOne.failure()).isInstanceOf(BrokenPipeException.class);
        assertThat(bert.failureOf(() -> sender.send("no"))).isInstanceOf(BrokenPipeException.class);
    }

    @Test
    void aPipeThatNobodyHasIsGone() throws Exception {
        long before = pipes();
        Pipe pipe = mp.pipe();
        SharedQueue<Connection> queue = mp.queue();
        queue.put(pipe.first());
        pipe.close();
        pipe.close();
        assertThat(bert.failureOf(queue::take)).hasStackTraceContaining("no such object");
        for (int i = 0; i < 20; i++) {
            Pipe next = mp.pipe(false);
            next.second().send(i);
            assertThat(next.first().receive()).isEqualTo(i);
            next.close();
        }
        assertThat(pipes()).isEqualTo(before);
    }

    private long pipes() {
        return Inspections.types(mp).stream().filter("Pipe"::equals).count();
    }

    @Test
    void awaitAnyTakesEndsBesideOthers() throws Exception {
        Pipe pipe = mp.pipe();
        Connection second = pipe.second();
        SharedEvent event = mp.event();
        SharedQueue<String> queue = mp.queue();
        assertThat(mp.awaitAny(Duration.ZERO, List.<Awaitable>of(second, event, queue)))
                .isEmpty();
        Actor.Call<Boolean> sending = bert.beginTo(() -> pipe.first().send("x"));
        assertThat(mp.awaitAny(event, second, queue)).containsExactly(second);
        sending.result();
        assertThat(second.receive()).isEqualTo("x");
        assertThatExceptionOfType(NonReadableChannelException.class)
                .isThrownBy(() -> mp.awaitAny(mp.pipe(false).second()));
    }

    @Test
    void onlyTheSessionItselfMakesPipesWithoutAName() {
        assertThat(mp.createOnly().pipe().first().isOpen()).isTrue();
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> mp.openOnly().pipe());
    }
}
