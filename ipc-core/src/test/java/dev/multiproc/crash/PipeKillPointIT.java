package dev.multiproc.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.internal.control.KillPoint;
import dev.multiproc.internal.pipe.PipeKillPoint;
import dev.multiproc.pipe.BrokenPipeException;
import dev.multiproc.pipe.Connection;
import dev.multiproc.pipe.Pipe;
import dev.multiproc.testing.Actor;
import dev.multiproc.testing.KillPointSource;
import java.io.EOFException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;

/** A process is ended while it sends or receives a message, or hands an end to a child. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PipeKillPointIT extends KillPointContract {
    private static final int LARGE = 1_500_000;

    private static byte[] large() {
        byte[] bytes = new byte[LARGE];
        for (int i = 0; i < LARGE; i++) {
            bytes[i] = (byte) (i * 7 + i / 300);
        }
        return bytes;
    }

    /** A message is there whole or not at all; the pipe goes on. */
    @ParameterizedTest
    @KillPointSource(names = {"PIPE_SEND_COPIED", "PIPE_SEND_PUBLISHED"})
    void aSenderIsEnded(KillPoint point) throws Exception {
        Pipe pipe = mp.pipe(false);
        Connection receiver = pipe.first();
        Connection sender = pipe.second();
        ChildProcess victim = start(point.name() + ":2", () -> {
            sender.send("first");
            sender.send("second");
        });
        assertThat(receiver.receive()).isEqualTo("first");
        if (point == PipeKillPoint.PIPE_SEND_PUBLISHED) {
            assertThat(receiver.receive()).isEqualTo("second");
        }
        assertThatExceptionOfType(EOFException.class).isThrownBy(receiver::receive);
        assertKilled(victim);
        sender.send("from another");
        assertThat(receiver.receive()).isEqualTo("from another");
    }

    @ParameterizedTest
    @KillPointSource(names = {"PIPE_OFFERED", "PIPE_OFFER_PUBLISHED", "PIPE_PIECE_SENT"})
    void aSenderOfALongMessageIsEnded(KillPoint point) throws Exception {
        Pipe pipe = mp.pipe(false);
        Connection receiver = pipe.first();
        Connection sender = pipe.second();
        ChildProcess victim = start(point.name() + (point == PipeKillPoint.PIPE_PIECE_SENT ? ":5" : ""), () -> {
            sender.send("before");
            sender.send(large());
        });
        assertThat(receiver.receive()).isEqualTo("before");
        assertThatExceptionOfType(EOFException.class).isThrownBy(receiver::receive);
        assertKilled(victim);
        Actor.Call<Boolean> next = anna.beginTo(() -> sender.send(large())).awaitAsleep();
        assertThat(receiver.receive()).isEqualTo(large());
        next.result();
        sender.send("end");
        assertThat(receiver.receive()).isEqualTo("end");
    }

    /** Until it has taken a message, the message is there for the next receiver. */
    @ParameterizedTest
    @KillPointSource(names = {"PIPE_RECEIVE_COPIED", "PIPE_RECEIVE_TAKEN"})
    void aReceiverIsEnded(KillPoint point) throws Exception {
        Pipe pipe = mp.pipe(false);
        Connection receiver = pipe.first();
        Connection sender = pipe.second();
        sender.send("first");
        sender.send("second");
        kill(point, receiver::receive);
        if (point == PipeKillPoint.PIPE_RECEIVE_COPIED) {
            assertThat(receiver.receive()).isEqualTo("first");
        }
        assertThat(receiver.receive()).isEqualTo("second");
        assertThat(receiver.poll(Duration.ZERO)).isFalse();
    }

    @ParameterizedTest
    @KillPointSource(names = {"PIPE_ACCEPTED", "PIPE_PIECE_RECEIVED"})
    void aReceiverOfALongMessageIsEnded(KillPoint point) throws Exception {
        Pipe pipe = mp.pipe(false);
        Connection receiver = pipe.first();
        Connection sender = pipe.second();
        Actor.Call<Boolean> sending = anna.beginTo(() -> sender.send(large())).awaitAsleep();
        ChildProcess victim = start(
                point.name() + (point == PipeKillPoint.PIPE_PIECE_RECEIVED ? ":3" : ""), () -> receiver.receive());
        assertThat(receiver.poll(PATIENCE)).isTrue();
        assertKilled(victim);
        assertThat(receiver.receive()).isEqualTo(large());
        sending.result();
    }

    @Test
    void aReceiverThatHadAllOfALongMessageTakesItAlong() throws Exception {
        Pipe pipe = mp.pipe(false);
        Connection receiver = pipe.first();
        Connection sender = pipe.second();
        Actor.Call<Boolean> sending = anna.beginTo(() -> sender.send(large())).awaitAsleep();
        kill(PipeKillPoint.PIPE_DONE, receiver::receive);
        sending.result();
        assertThat(receiver.receive(Duration.ZERO)).isNull();
        sender.send("next");
        assertThat(receiver.receive()).isEqualTo("next");
    }

    /** Its child, which it did not start, does not count. */
    @Test
    void aParentIsEndedThatHandsAnEndOn() throws Exception {
        Pipe pipe = mp.pipe();
        Connection first = pipe.first();
        Connection second = pipe.second();
        kill(PipeKillPoint.PIPE_HANDED_OVER, () -> Multiprocessing.current()
                .process(() -> second.send("never"))
                .start());
        assertThatExceptionOfType(EOFException.class).isThrownBy(first::receive);
        assertThatExceptionOfType(BrokenPipeException.class).isThrownBy(() -> first.send("no"));
    }
}
