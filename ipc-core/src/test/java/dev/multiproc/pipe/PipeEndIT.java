package dev.multiproc.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiproc.ChildOptions;
import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.session.Rescues;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.Signals;
import java.io.EOFException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** When a process has an end of a pipe, and when the others learn that nobody has it any more. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PipeEndIT {
    private static final int LARGE = 2_000_000;

    private Multiprocessing mp;

    @BeforeEach
    void open() {
        mp = Multiprocessing.open();
    }

    @AfterEach
    void close() {
        mp.activeChildren().forEach(ChildProcess::kill);
        mp.close();
    }

    private static void waitForEver() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    @Test
    void theParentNeedNotCloseWhatItHandedToAChild() throws Exception {
        Pipe pipe = mp.pipe(false);
        Connection receiver = pipe.first();
        Connection sender = pipe.second();
        ChildProcess child = mp.process(() -> sender.send("from the child")).start();
        assertThat(receiver.receive()).isEqualTo("from the child");
        assertThatExceptionOfType(EOFException.class).isThrownBy(receiver::receive);
        child.join();
        assertThat(child.exitCode()).hasValue(0);
        assertThat(sender.isOpen()).isTrue();
        assertThat(Rescues.in(mp)).isZero();
    }

    @Test
    void theParentHasAnEndAgainThatItUses() throws Exception {
        Pipe pipe = mp.pipe();
        Connection mine = pipe.first();
        Connection handedOver = pipe.second();
        ChildProcess child = mp.process(() -> handedOver.send("from the child")).start();
        handedOver.send("from the parent");
        assertThat(mine.receive()).isIn("from the parent", "from the child");
        assertThat(mine.receive()).isIn("from the parent", "from the child");
        child.join();
        assertThat(mine.poll(Duration.ofMillis(50)))
                .as("the parent has the other end")
                .isFalse();
        handedOver.close();
        assertThatExceptionOfType(EOFException.class).isThrownBy(mine::receive);
    }

    @Test
    void anEndThatAThreadIsUsingIsNotGivenAway() throws Exception {
        Pipe pipe = mp.pipe();
        Connection second = pipe.second();
        CountDownLatch received = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            try {
                second.receive();
                received.countDown();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        thread.start();
        awaitReceiver(thread);
        ChildProcess child = mp.process(() -> second.isOpen()).start();
        child.join();
        pipe.first().send("for the thread");
        received.await();
        thread.join();
    }

    private static void awaitReceiver(Thread thread) {
        while (Arrays.stream(thread.getStackTrace())
                .noneMatch(frame -> frame.getMethodName().equals("await"))) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aChildHasItsEndsBeforeItRuns() throws Exception {
        Pipe pipe = mp.pipe();
        Connection second = pipe.second();
        ChildProcess child = mp.process(() -> {
                    second.send("late");
                    second.receive();
                })
                .start();
        second.close();
        // The child has hardly begun to start.
        assertThat(pipe.first().receive()).isEqualTo("late");
        pipe.first().send("end");
        child.join();
        assertThat(child.exitCode()).hasValue(0);
    }

    @Test
    void aChildThatCannotBeStartedLeavesTheEndHere() throws Exception {
        Pipe pipe = mp.pipe();
        Connection second = pipe.second();
        ChildProcess child = mp.process(() -> second.send("never"))
                .options(ChildOptions.defaults().withWorkingDirectory(Path.of("/no/such/directory")));
        assertThatExceptionOfType(MultiprocessingException.class).isThrownBy(child::start);
        assertThat(pipe.first().poll(Duration.ofMillis(50))).isFalse();
        second.close();
        assertThatExceptionOfType(EOFException.class)
                .isThrownBy(() -> pipe.first().receive());
    }

    @Test
    void theDeathOfTheOtherEndsAWaitForAMessage() throws Exception {
        Pipe pipe = mp.pipe();
        Connection first = pipe.first();
        Connection second = pipe.second();
        ChildProcess child = mp.process(() -> {
                    second.send("ready");
                    waitForEver();
                })
                .start();
        assertThat(first.receive()).isEqualTo("ready");
        Signals.send("STOP", child.pid().orElseThrow());
        assertThat(first.receive(Duration.ofMillis(200)))
                .as("a stopped process is not dead")
                .isNull();
        child.kill();
        assertThatExceptionOfType(EOFException.class).isThrownBy(first::receive);
        assertThatExceptionOfType(BrokenPipeException.class).isThrownBy(() -> first.send("no"));
        child.join();
    }

    @Test
    void theDeathOfTheOtherEndsAWaitForRoom() throws Exception {
        for (int length : new int[] {50_000, LARGE}) {
            Pipe pipe = mp.pipe();
            Connection first = pipe.first();
            Connection second = pipe.second();
            ChildProcess child = mp.process(() -> {
                        second.send("ready");
                        waitForEver();
                    })
                    .start();
            assertThat(first.receive()).isEqualTo("ready");
            Thread killer = new Thread(child::kill);
            assertThatExceptionOfType(BrokenPipeException.class).isThrownBy(() -> {
                for (int i = 0; ; i++) {
                    if (i == (length == LARGE ? 0 : 3)) {
                        killer.start();
                    }
                    first.sendBytes(new byte[length]);
                    if (length == LARGE) {
                        throw new AssertionError("sent, though nobody receives");
                    }
                }
            });
            child.kill();
            killer.join();
            child.join();
        }
    }

    @Test
    void anEndInAQueueIsHeldByTheProcessThatPutItThere() throws Exception {
        Pipe pipe = mp.pipe();
        SharedQueue<Connection> queue = mp.queue();
        queue.put(pipe.second());
        assertThat(pipe.first().poll(Duration.ofMillis(50))).isFalse();
        ChildProcess child = mp.process(() -> {
                    Connection mine = queue.take();
                    mine.send("mine now");
                    mine.receive();
                })
                .start();
        assertThat(pipe.first().receive()).isEqualTo("mine now");
        pipe.second().close();
        pipe.first().send("and you may go");
        assertThatExceptionOfType(EOFException.class)
                .isThrownBy(() -> pipe.first().receive());
        child.join();
    }

    @Test
    void aDurableSessionForgetsItsPipes(@TempDir Path directory) throws Exception {
        try (Multiprocessing durable = Multiprocessing.open(directory.resolve("session"))) {
            Pipe pipe = durable.pipe();
            pipe.first().send("lost");
            assertThat(pipe.second().receive()).isEqualTo("lost");
        }
        try (Multiprocessing durable = Multiprocessing.open(directory.resolve("session"))) {
            Pipe pipe = durable.pipe();
            pipe.first().send("new");
            assertThat(pipe.second().receive()).isEqualTo("new");
            assertThat(Multiprocessing.inspect(directory.resolve("session")).objects())
                    .hasSize(1);
            assertThat(Multiprocessing.inspect(directory.resolve("session"))
                            .objects()
                            .get(0)
                            .figures())
                    .containsEntry("holders of first", 1)
                    .containsEntry("bytes to second", 0L);
        }
    }
}
