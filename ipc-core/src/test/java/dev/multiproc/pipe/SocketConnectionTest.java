package dev.multiproc.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.multiproc.codec.CodecException;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.VirtualThreads;
import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class SocketConnectionTest {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final ConnectionOptions OPTIONS = ConnectionOptions.defaults();

    /** More than a socket takes while nobody reads. */
    private static final byte[] LARGE = new byte[8 << 20];

    static {
        new Random(1).nextBytes(LARGE);
    }

    private Listener listener;
    private Connection client;
    private Connection server;

    @BeforeEach
    void connect() throws Exception {
        listener = Listener.open(OPTIONS);
        client = Connection.connect(listener.address(), OPTIONS);
        server = listener.accept();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
        listener.close();
    }

    @Test
    void messagesOfAllLengthsArriveWholeAndInOrder() throws Exception {
        int[] lengths = {0, 1, 16 * 1024 - 4, 16 * 1024, 64 * 1024 - 4, 64 * 1024 - 3, 100_000, 0, LARGE.length, 3};
        FutureTask<Void> sender = start(() -> {
            for (int length : lengths) {
                client.sendBytes(ByteBuffer.wrap(LARGE, 0, length));
            }
            return null;
        });
        for (int length : lengths) {
            assertThat(ByteBuffer.wrap(server.receiveBytes())).isEqualTo(ByteBuffer.wrap(LARGE, 0, length));
        }
        sender.get();
    }

    @Test
    void theBufferIsAtItsLimitWhenItsBytesAreSent() throws Exception {
        ByteBuffer message = ByteBuffer.allocateDirect(10).position(2).limit(5);
        client.sendBytes(message);
        assertThat(message.remaining()).isZero();
        ByteBuffer received = ByteBuffer.allocate(10).position(1);
        assertThat(server.receiveBytes(received)).isEqualTo(3);
        assertThat(received.position()).isEqualTo(4);
    }

    @Test
    void aMessageThatIsTooLongForTheCallerStaysWhereItIs() throws Exception {
        client.sendBytes(new byte[3]);
        assertThatExceptionOfType(MessageTooLongException.class)
                .isThrownBy(() -> server.receiveBytes(2))
                .matches(e -> e.length() == 3);
        assertThatExceptionOfType(MessageTooLongException.class)
                .isThrownBy(() -> server.receiveBytes(ByteBuffer.allocate(2)));
        assertThat(server.receiveBytes(3)).hasSize(3);
    }

    @Test
    void waitsWithATimeLimitEnd() throws Exception {
        assertThat(server.poll(Duration.ZERO)).isFalse();
        assertThat(server.poll(SHORT)).isFalse();
        assertThat(server.receive(SHORT)).isNull();
        client.send("text");
        assertThat(server.poll(Waits.LIMIT)).isTrue();
        assertThat(server.receive(Duration.ZERO)).isEqualTo("text");
    }

    @Test
    void whatWasSentBeforeTheEndIsReceivedAndThenTheEnd() throws Exception {
        client.send("last");
        client.close();
        assertThat(server.receive()).isEqualTo("last");
        assertThat(server.poll(Waits.LIMIT)).isTrue();
        assertThatExceptionOfType(EOFException.class).isThrownBy(server::receive);
        assertThatExceptionOfType(EOFException.class).isThrownBy(() -> server.receive(SHORT));
        assertThatExceptionOfType(BrokenPipeException.class).isThrownBy(() -> server.send("answer"));
    }

    /** The system says "Connection reset" then. */
    @Test
    void anEndThatHasNotReadEverythingIsAnEndToo() throws Exception {
        ConnectionOptions withKey = OPTIONS.withKey(new byte[16]);
        try (Listener tcp = Listener.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), withKey)) {
            Connection near = Connection.connect(tcp.address(), withKey);
            try (Connection far = tcp.accept()) {
                far.send("not read");
                server.send("not read");
                assertThat(near.poll(Waits.LIMIT) && client.poll(Waits.LIMIT)).isTrue();
                far.send("not even looked at");
                server.send("not even looked at");
                near.close();
                client.close();
                for (Connection left : List.of(far, server)) {
                    assertThatExceptionOfType(EOFException.class).isThrownBy(left::receive);
                    assertThatExceptionOfType(EOFException.class).isThrownBy(left::receive);
                    assertThatExceptionOfType(BrokenPipeException.class).isThrownBy(() -> left.send("text"));
                }
            } finally {
                near.close();
            }
        }
    }

    @Test
    void whoWaitsForRoomHearsOfTheEnd() throws Exception {
        FutureTask<Boolean> sender = start(() -> client.send(LARGE, Waits.LIMIT));
        aPartHasCome();
        server.close();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(sender::get)
                .withCauseInstanceOf(BrokenPipeException.class);
    }

    /** Of a large message, of which no more is read. */
    private void aPartHasCome() {
        assertThatExceptionOfType(MessageTooLongException.class).isThrownBy(() -> server.receiveBytes(1));
    }

    @Test
    void closeEndsTheWaitsOfThisEnd() throws Exception {
        FutureTask<Object> receiver = new FutureTask<>(server::receive);
        Thread thread = new Thread(receiver);
        thread.start();
        Waits.untilWaiting(thread);
        server.close();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(receiver::get)
                .withCauseInstanceOf(ClosedChannelException.class);
        assertThat(server.isOpen()).isFalse();
        assertThatExceptionOfType(ClosedChannelException.class).isThrownBy(() -> server.send("text"));
        assertThatExceptionOfType(ClosedChannelException.class).isThrownBy(() -> server.poll(SHORT));
    }

    @Test
    void anInterruptEndsReceiveAndTheConnectionGoesOn() throws Exception {
        FutureTask<Object> receiver = new FutureTask<>(server::receive);
        Thread thread = new Thread(receiver);
        thread.start();
        Waits.untilWaiting(thread);
        thread.interrupt();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(receiver::get)
                .withCauseInstanceOf(InterruptedException.class);
        client.send("text");
        assertThat(server.receive()).isEqualTo("text");
    }

    @Test
    void aSendOfWhichAPartWentOutInItsTimeEndsTheConnection() throws Exception {
        assertThatIOException()
                .isThrownBy(() -> client.send(LARGE, SHORT))
                .withMessageContaining("a part of a message");
        assertThatIOException().isThrownBy(() -> client.send("next")).withMessageContaining("has failed");
        assertThatIOException().isThrownBy(() -> client.receive()).withMessageContaining("has failed");
        assertThatExceptionOfType(EOFException.class)
                .isThrownBy(server::receive)
                .withMessageContaining("in the middle of a message");
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void anInterruptOfASendOfWhichAPartWentOutEndsTheConnection() throws Exception {
        FutureTask<Boolean> sender = new FutureTask<>(() -> client.send(LARGE, Waits.LIMIT));
        Thread thread = new Thread(sender);
        thread.start();
        aPartHasCome();
        Waits.untilWaiting(thread);
        thread.interrupt();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(sender::get)
                .withCauseInstanceOf(InterruptedException.class);
        assertThatIOException().isThrownBy(() -> client.send("next")).withMessageContaining("has failed");
        assertThatExceptionOfType(EOFException.class).isThrownBy(server::receive);
    }

    @Test
    void anInterruptMayWaitForTheEndOfAMessage() throws Exception {
        try (Connection patient = Connection.connect(listener.address(), OPTIONS.withMessagesCompleted(true));
                Connection peer = listener.accept()) {
            FutureTask<Boolean> sender = new FutureTask<>(() -> {
                patient.sendBytes(LARGE);
                return Thread.interrupted();
            });
            Thread thread = new Thread(sender);
            thread.start();
            Waits.untilWaiting(thread);
            thread.interrupt();
            assertThat(peer.receiveBytes()).isEqualTo(LARGE);
            assertThat(sender.get()).isTrue();
            patient.send("next");
            assertThat(peer.receive()).isEqualTo("next");
            assertThat(patient.sendBytes(ByteBuffer.wrap(LARGE, 0, 3), Waits.LIMIT))
                    .isTrue();
            assertThat(peer.receiveBytes()).hasSize(3);
        }
    }

    /** A full socket: what has no room at all is not sent, and the connection goes on. */
    @Test
    void aSendOfWhichNothingWentOutInItsTimeCanBeTriedAgain() throws Exception {
        byte[] small = new byte[1];
        int sent = 0;
        while (client.send(small, Duration.ZERO)) {
            sent++;
        }
        for (int i = 0; i < sent; i++) {
            assertThat(server.receive()).isEqualTo(small);
        }
        client.send("text");
        assertThat(server.receive()).isEqualTo("text");
    }

    @Test
    void manyThreadsSendAndReceiveWholeMessages() throws Exception {
        int threads = 4;
        int each = 50;
        List<FutureTask<Void>> senders = new ArrayList<>();
        List<FutureTask<List<Integer>>> receivers = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            int first = thread * each;
            senders.add(start(() -> sendNumbers(first, each)));
            receivers.add(start(() -> receiveNumbers(each)));
        }
        Set<Integer> numbers = new HashSet<>();
        for (FutureTask<List<Integer>> receiver : receivers) {
            numbers.addAll(receiver.get());
        }
        assertThat(numbers).hasSize(threads * each);
        for (FutureTask<Void> sender : senders) {
            sender.get();
        }
    }

    /** Each is a number and as many bytes. */
    private Void sendNumbers(int first, int count) throws Exception {
        for (int number = first; number < first + count; number++) {
            client.send(List.of(number, new byte[number * 1000]));
        }
        return null;
    }

    private List<Integer> receiveNumbers(int count) throws Exception {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<?> message = (List<?>) server.receive();
            int number = (Integer) message.get(0);
            assertThat((byte[]) message.get(1)).hasSize(number * 1000);
            numbers.add(number);
        }
        return numbers;
    }

    @Test
    void aMessageThatTheOtherSideDoesNotAcceptIsNotSent() throws Exception {
        try (Connection limited = Connection.connect(listener.address(), OPTIONS.withMaxMessageBytes(10));
                Connection other = listener.accept()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> other.sendBytes(new byte[11]))
                    .withMessageContaining("bytes=11, accepted=10");
            other.sendBytes(new byte[10]);
            assertThat(limited.receiveBytes()).hasSize(10);
            limited.sendBytes(new byte[11]);
            assertThat(other.receiveBytes()).hasSize(11);
        }
    }

    @Test
    void theFilterOfEachSideRefusesClasses() throws Exception {
        ConnectionOptions filtered =
                OPTIONS.withDeserializationFilter(ObjectInputFilter.Config.createFilter("java.lang.*;!*"));
        try (Connection strict = Connection.connect(listener.address(), filtered);
                Connection other = listener.accept()) {
            other.send(new InetSocketAddress(1));
            assertThatExceptionOfType(CodecException.class).isThrownBy(strict::receive);
            other.send("text");
            assertThat(strict.receive()).isEqualTo("text");
        }
    }

    @Test
    void worksInWorkersOfAPool() throws Exception {
        ForkJoinPool pool = new ForkJoinPool(2);
        try {
            FutureTask<Object> receiver = new FutureTask<>(server::receive);
            pool.execute(receiver);
            client.send("text");
            assertThat(receiver.get()).isEqualTo("text");
        } finally {
            pool.shutdown();
        }
    }

    /** On JDK 25 a virtual thread in a selector leaves its carrier; more wait here than there are carriers. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_25)
    void virtualThreadsThatWaitLeaveTheirCarriers() throws Exception {
        int many = 2 * Runtime.getRuntime().availableProcessors() + 100;
        List<Connection> ends = new ArrayList<>();
        List<FutureTask<Object>> receivers = new ArrayList<>();
        try {
            for (int i = 0; i < many; i++) {
                Connection near = Connection.connect(listener.address(), OPTIONS);
                Connection far = listener.accept();
                ends.add(near);
                ends.add(far);
                FutureTask<Object> receiver = new FutureTask<>(far::receive);
                receivers.add(receiver);
                VirtualThreads.start(receiver);
            }
            FutureTask<Void> sender = new FutureTask<>(() -> sendToAll(ends));
            VirtualThreads.start(sender);
            sender.get();
            for (FutureTask<Object> receiver : receivers) {
                assertThat(receiver.get()).isEqualTo("text");
            }
        } finally {
            ends.forEach(Connection::close);
        }
    }

    private static Void sendToAll(List<Connection> ends) throws Exception {
        for (int i = 0; i < ends.size(); i += 2) {
            ends.get(i).send("text");
        }
        return null;
    }

    private static <T> FutureTask<T> start(Callable<T> code) {
        FutureTask<T> task = new FutureTask<>(code);
        new Thread(task).start();
        return task;
    }
}
