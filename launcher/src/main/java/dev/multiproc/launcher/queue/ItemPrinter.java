package dev.multiproc.launcher.queue;

import dev.multiproc.queue.Delivery;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes items to standard output, and finishes each when it was written. Into a pipe the writer of an item does not see that it was
 * read; so an item is finished only when as many bytes as a pipe holds were written behind it, or when no more come.
 */
final class ItemPrinter implements AutoCloseable {
    /** What a pipe of Linux holds. */
    private static final int PIPE_BYTES = 64 * 1024;

    private final OutputStream stream = new BufferedOutputStream(RawOutput.OUT);
    private final int separator;
    private final long heldBytes = isPipe() ? PIPE_BYTES : 0;
    private final Deque<Written> written = new ArrayDeque<>();
    private long position;

    private record Written(Delivery<?> delivery, long end) {}

    /**
     * A printer.
     *
     * @param separator the byte that follows each item
     */
    ItemPrinter(int separator) {
        this.separator = separator;
    }

    private static boolean isPipe() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return target.startsWith("pipe:") || target.startsWith("socket:");
        } catch (IOException unknown) {
            return true;
        }
    }

    /** Writes an item, or keeps it to be written with the next ones. */
    void print(Delivery<?> delivery, byte[] item) throws IOException {
        position += item.length + 1L;
        written.add(new Written(delivery, position));
        stream.write(item);
        stream.write(separator);
        if (position - written.element().end() > heldBytes + PIPE_BYTES) {
            stream.flush();
            finishUpTo(position - heldBytes);
        }
    }

    /** Finishes all, when no item is there to be written. */
    void flush() throws IOException {
        if (!written.isEmpty()) {
            stream.flush();
            finishUpTo(position);
        }
    }

    private void finishUpTo(long end) {
        while (!written.isEmpty() && written.element().end() <= end) {
            written.remove().delivery().done();
        }
    }

    /** Gives back, in their order, what is not finished. */
    @Override
    public void close() {
        while (!written.isEmpty()) {
            written.removeLast().delivery().close();
        }
    }
}
