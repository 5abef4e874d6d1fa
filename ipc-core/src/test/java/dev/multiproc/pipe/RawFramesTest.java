package dev.multiproc.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.management.ThreadMXBean;
import dev.multiproc.codec.Codec;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A peer that writes its bytes itself, after a good handshake. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class RawFramesTest {
    private static final ConnectionOptions OPTIONS = ConnectionOptions.defaults();

    private Listener listener;
    private SocketChannel peer;
    private Connection connection;

    @BeforeEach
    void connect() throws Exception {
        listener = Listener.open(OPTIONS);
        peer = SocketChannel.open(listener.address());
        peer.write(ByteBuffer.wrap(Greeting.make(OPTIONS).bytes()));
        connection = listener.accept();
    }

    @AfterEach
    void close() throws IOException {
        connection.close();
        peer.close();
        listener.close();
    }

    @Test
    void aMessageThatComesByteByByteIsReceivedWhole() throws Exception {
        byte[] frame = {0, 0, 0, 3, 7, 8, 9};
        for (byte part : frame) {
            assertThat(connection.poll(Duration.ofMillis(1))).isFalse();
            peer.write(ByteBuffer.wrap(new byte[] {part}));
        }
        assertThat(connection.receiveBytes()).containsExactly(7, 8, 9);
    }

    @Test
    void aMessageAboveTheLimitEndsTheConnection() throws Exception {
        writeLength(Codec.MAX_BYTES + 1);
        assertThatIOException()
                .isThrownBy(connection::receiveBytes)
                .withMessageContaining("announces a message of 268435457 bytes")
                .withMessageContaining("allowed=268435456");
        assertThatIOException().isThrownBy(connection::receiveBytes).withMessageContaining("has failed");
        assertThat(readAll()).isNegative();
    }

    @Test
    void aNegativeLengthEndsTheConnection() throws Exception {
        writeLength(-1);
        assertThatIOException()
                .isThrownBy(() -> connection.poll(Waits.LIMIT))
                .withMessageContaining("announces a message of 4294967295 bytes");
    }

    @Test
    void aPeerThatAnnouncesMoreThanItSendsGetsNoMoreMemory() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        writeLength(Codec.MAX_BYTES);
        peer.write(ByteBuffer.allocate(1000));
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        assertThat(connection.receive(Duration.ofMillis(20))).isNull();
        assertThat(threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before)
                .isLessThan(4 << 20);
    }

    @Test
    void anEndInTheMiddleOfAMessageIsToldAsSuch() throws Exception {
        writeLength(10);
        peer.write(ByteBuffer.allocate(4));
        peer.close();
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(EOFException.class)
                    .isThrownBy(connection::receiveBytes)
                    .withMessageContaining("in the middle of a message, received=4, bytes=10");
        }
    }

    @Test
    void anEndInTheMiddleOfALengthIsToldAsSuch() throws Exception {
        peer.write(ByteBuffer.allocate(2));
        peer.close();
        assertThatExceptionOfType(EOFException.class)
                .isThrownBy(connection::receiveBytes)
                .withMessageContaining("in the middle of a message");
    }

    private void writeLength(int length) throws IOException {
        peer.write(ByteBuffer.allocate(4).putInt(length).flip());
    }

    /** What is left of the handshake, up to the end: -1. */
    private int readAll() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(1000);
        int count = peer.read(bytes);
        while (count >= 0) {
            count = peer.read(bytes);
        }
        return count;
    }
}
