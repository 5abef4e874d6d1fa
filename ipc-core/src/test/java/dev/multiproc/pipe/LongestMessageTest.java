package dev.multiproc.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.multiproc.Multiprocessing;
import dev.multiproc.codec.Codec;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The longest message, between buffers that are files: neither side has room for it on its heap. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LongestMessageTest {
    private static final int MARKS_APART = 1_000_003;

    private static ByteBuffer map(Path file, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes);
        }
    }

    @Test
    void theLongestMessageIsSentAndOneByteMoreIsRefused(@TempDir Path directory) throws Exception {
        ByteBuffer tooLong = map(directory.resolve("sent"), Codec.MAX_BYTES + 1L);
        for (int i = 0; i < tooLong.capacity(); i += MARKS_APART) {
            tooLong.put(i, (byte) (1 + i % 101));
        }
        tooLong.put(Codec.MAX_BYTES - 1, (byte) 77);
        ByteBuffer message = tooLong.duplicate().limit(Codec.MAX_BYTES);
        ByteBuffer received = map(directory.resolve("received"), Codec.MAX_BYTES);
        try (Multiprocessing mp = Multiprocessing.open();
                Pipe pipe = mp.pipe(false)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pipe.second().sendBytes(tooLong))
                    .withMessageContaining("256 MiB");
            assertThat(tooLong.position()).isZero();
            assertThat(pipe.first().poll(Duration.ZERO)).isFalse();
            FutureTask<Void> sending = new FutureTask<>(() -> {
                pipe.second().sendBytes(message);
                return null;
            });
            Thread sender = new Thread(sending);
            sender.start();
            assertThat(pipe.first().receiveBytes(received)).isEqualTo(Codec.MAX_BYTES);
            sending.get();
            sender.join();
        }
        assertThat(message.remaining()).isZero();
        assertThat(received.flip()).isEqualTo(message.rewind());
    }
}
