package dev.multiproc.internal.launch;

import dev.multiproc.ChildOutput.Stream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads one stream of a child, and puts its lines into the child's buffer. Ends when all processes that have the stream have ended:
 * the child, and whoever inherited it from the child.
 */
final class OutputReader implements Runnable {
    private static final int CHUNK_BYTES = 8 << 10;
    private static final long NOT_READING = 0;

    private final InputStream in;
    private final Stream stream;
    private final LineBuffer buffer;
    private final LastLines last;
    private final LinesOfChild owner;
    /** Since when this thread waits for the stream. */
    private volatile long readingNanos = NOT_READING;

    private volatile long bytes;
    private volatile boolean isStopped;
    private volatile boolean isOver;

    OutputReader(InputStream in, Stream stream, LineBuffer buffer, LastLines last, LinesOfChild owner) {
        this.in = in;
        this.stream = stream;
        this.buffer = buffer;
        this.last = last;
        this.owner = owner;
    }

    /**
     * Holds the stream's monitor until the stream ends: when the child has ended, the JDK takes it to close the stream, and what
     * another process still writes there would be lost, and end that process.
     */
    @Override
    public void run() {
        LineSplitter splitter = new LineSplitter(this::add);
        try (InputStream input = in) {
            synchronized (input) {
                readAll(input, splitter);
            }
        } catch (IOException e) {
            add("… the rest cannot be read: " + e);
        } finally {
            splitter.end();
            isOver = true;
            owner.readerEnded();
        }
    }

    private void readAll(InputStream input, LineSplitter splitter) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        long total = 0;
        while (!isStopped) {
            readingNanos = System.nanoTime() | 1;
            int count = input.read(chunk);
            readingNanos = NOT_READING;
            if (count < 0) {
                return;
            }
            splitter.add(chunk, count);
            total += count;
            bytes = total;
        }
    }

    private void add(String line) {
        last.add(stream, line);
        buffer.put(stream, line);
    }

    /** From now on nothing more is read, except for what this thread waits for already. */
    void stop() {
        isStopped = true;
    }

    boolean isOver() {
        return isOver;
    }

    /** How much it has read. */
    long bytes() {
        return bytes;
    }

    /** How long there has been nothing to read; zero if something is being worked on. */
    long idleNanos() {
        long since = readingNanos;
        return since == NOT_READING ? 0 : System.nanoTime() - since;
    }
}
