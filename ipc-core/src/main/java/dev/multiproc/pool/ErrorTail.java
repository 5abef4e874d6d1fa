package dev.multiproc.pool;

import dev.multiproc.Multiprocessing;
import dev.multiproc.memory.SharedMemory;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.List;

/**
 * The last of what each worker wrote to {@code System.err}, in shared memory, where it is left when the worker is killed. What the JVM
 * or native code writes is not seen here.
 *
 * <pre>
 *   for each place of a worker:  how many bytes it wrote (4) | the last of them, in a ring (RING_BYTES)
 * </pre>
 */
final class ErrorTail {
    private static final int RING_BYTES = 4096 - Integer.BYTES;
    private static final int PLACE_BYTES = Integer.BYTES + RING_BYTES;
    private static final int MIN_PLACES = 16;
    private static final int MAX_LINES = 20;

    /** Null in a session at a server, which has no blocks of memory. */
    private final SharedMemory memory;

    private ErrorTail(SharedMemory memory) {
        this.memory = memory;
    }

    /** For a pool of so many workers; if it is made larger later, not all of its workers have a place. */
    static ErrorTail create(Multiprocessing session, int workers) {
        int places = Math.min(PoolOptions.MAX_WORKERS, Math.max(MIN_PLACES, 2 * workers));
        try {
            return new ErrorTail(session.sharedMemory((long) places * PLACE_BYTES));
        } catch (UnsupportedOperationException e) {
            return new ErrorTail(null);
        }
    }

    /** For {@link #keep}; empty if nothing is kept. */
    String name() {
        return memory == null ? "" : memory.name();
    }

    void delete() {
        if (memory != null) {
            memory.delete();
        }
    }

    private static ByteBuffer place(SharedMemory memory, int place) {
        return (place + 1L) * PLACE_BYTES > memory.size()
                ? ByteBuffer.allocate(PLACE_BYTES)
                : memory.buffer().slice(place * PLACE_BYTES, PLACE_BYTES);
    }

    /** The last lines of the worker in a place. */
    List<String> lines(int place) {
        if (memory == null) {
            return List.of();
        }
        ByteBuffer words = place(memory, place);
        int written = words.getInt(0);
        int length = Math.min(written, RING_BYTES);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = words.get(Integer.BYTES + (written - length + i) % RING_BYTES);
        }
        List<String> lines = new String(bytes, encoding()).lines().toList();
        // The first one may be a part only.
        int first = Math.max(length == RING_BYTES ? 1 : 0, lines.size() - MAX_LINES);
        return lines.size() <= first ? List.of() : lines.subList(first, lines.size());
    }

    /** Called before a worker begins in a place. */
    void clear(int place) {
        if (memory != null) {
            place(memory, place).putInt(0, 0);
        }
    }

    /** In a worker: from now on what it writes to {@code System.err} is kept too. */
    static void keep(String memoryName, int place) {
        if (memoryName.isEmpty()) {
            return;
        }
        PrintStream original = System.err;
        System.setErr(new PrintStream(new Tail(original, memoryName, place), true, encoding()));
    }

    /** Of this process's {@code System.err}, and of its pool's, which has the same properties. */
    private static Charset encoding() {
        String name = System.getProperty("stderr.encoding", System.getProperty("sun.stderr.encoding"));
        return name == null ? Charset.defaultCharset() : Charset.forName(name);
    }

    /** Opens the memory when there is something to keep: most workers write nothing. */
    private static final class Tail extends FilterOutputStream {
        private final String memoryName;
        private final int place;
        /** Null before the first byte. Guarded by this. */
        private ByteBuffer words;

        Tail(PrintStream original, String memoryName, int place) {
            super(original);
            this.memoryName = memoryName;
            this.place = place;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
            if (words == null) {
                words = place(Multiprocessing.current().sharedMemory(memoryName), place);
            }
            int written = words.getInt(0);
            for (int i = Math.max(0, length - RING_BYTES); i < length; i++) {
                words.put(Integer.BYTES + (written + i) % RING_BYTES, bytes[offset + i]);
            }
            // Not to overflow, and still to say where the ring begins.
            words.putInt(
                    0, written + length < 1 << 30 ? written + length : RING_BYTES + (written + length) % RING_BYTES);
            out.write(bytes, offset, length);
        }
    }
}
