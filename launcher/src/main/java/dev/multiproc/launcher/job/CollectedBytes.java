package dev.multiproc.launcher.job;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One stream of a job's output until it is printed: in memory, and in a file without a name once there is much of it, or much of all
 * jobs together.
 */
final class CollectedBytes implements AutoCloseable {
    private static final int FIRST_BYTES = 4 * 1024;
    private static final int MAX_BYTES = 1024 * 1024;
    private static final long MAX_ALL_BYTES = 16 * 1024 * 1024;

    private final AtomicLong all;
    private byte[] bytes = {};
    private int length;
    private FileChannel file;

    /**
     * Nothing yet.
     *
     * @param all how many bytes of all jobs are in memory
     */
    CollectedBytes(AtomicLong all) {
        this.all = all;
    }

    void add(byte[] more, int offset, int count) throws IOException {
        if (file != null || length + count > MAX_BYTES || all.get() + count > MAX_ALL_BYTES) {
            spill();
            writeFully(ByteBuffer.wrap(more, offset, count));
            return;
        }
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(FIRST_BYTES, Math.max(2 * length, length + count)));
        }
        System.arraycopy(more, offset, bytes, length, count);
        length += count;
        all.addAndGet(count);
    }

    private void spill() throws IOException {
        if (file == null) {
            Path path = Files.createTempFile("multiproc-output-", null);
            // On POSIX systems its name is removed at once.
            file = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        }
        writeFully(ByteBuffer.wrap(bytes, 0, length));
        all.addAndGet(-length);
        length = 0;
        bytes = new byte[0];
    }

    private void writeFully(ByteBuffer more) throws IOException {
        while (more.hasRemaining()) {
            file.write(more);
        }
    }

    void writeTo(OutputStream stream) throws IOException {
        if (file != null) {
            file.position(0);
            Channels.newInputStream(file).transferTo(stream);
        }
        stream.write(bytes, 0, length);
    }

    @Override
    public void close() throws IOException {
        all.addAndGet(-length);
        length = 0;
        if (file != null) {
            file.close();
        }
    }
}
