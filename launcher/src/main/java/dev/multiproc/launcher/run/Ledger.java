package dev.multiproc.launcher.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What one worker did, in a file of its own that the worker maps: what is written down is there for the parent also when
 * the worker is killed the next instant. Its size depends on how many items there can be, not on how long the run takes.
 *
 * <pre>
 *   counters   one long for each {@link Counter}
 *   buckets    {@link LatencyBuckets#COUNT} longs
 *   finished   a bit for each item that any cook makes, set by the eater that finished it
 * </pre>
 *
 * <p>Made by the parent, written by one thread of one worker, read by the parent when the worker has ended.
 */
final class Ledger implements AutoCloseable {
    /** The numbers that a worker writes down. */
    enum Counter {
        STARTED_MICROS(0),
        ENDED_MICROS(8),
        BUSY_NANOS(16),
        PUT(24),
        TAKEN(32),
        REDELIVERED(40),
        FINISHED_AGAIN(48),
        MAX_DEPTH(56),
        MAX_LATENCY_MICROS(64);

        private final int offset;

        Counter(int offset) {
            this.offset = offset;
        }
    }

    private static final int BUCKETS_OFFSET = Counter.values().length * Long.BYTES;
    private static final int FINISHED_OFFSET = BUCKETS_OFFSET + LatencyBuckets.COUNT * Long.BYTES;

    private final ByteBuffer page;

    private Ledger(ByteBuffer page) {
        this.page = page.order(ByteOrder.nativeOrder());
    }

    /** Makes an empty ledger; its room is reserved now, since a mapped file that finds none later ends the JVM. */
    static void create(Path file, long itemCount) throws IOException {
        long byteCount = FINISHED_OFFSET + ItemSet.wordCount(itemCount) * Long.BYTES;
        ByteBuffer zeros = ByteBuffer.allocate(64 * 1024);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long left = byteCount; left > 0; ) {
                zeros.clear().limit((int) Math.min(left, zeros.capacity()));
                left -= channel.write(zeros);
            }
        }
    }

    /** Opens a worker's own ledger and writes down that the worker has started. */
    static Ledger open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Ledger ledger = new Ledger(channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size()));
            ledger.set(Counter.STARTED_MICROS, nowMicros());
            return ledger;
        }
    }

    /** Reads the ledger of a worker that has ended. */
    static Ledger read(Path file) throws IOException {
        return new Ledger(ByteBuffer.wrap(Files.readAllBytes(file)));
    }

    static long nowMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    long get(Counter counter) {
        return page.getLong(counter.offset);
    }

    void set(Counter counter, long value) {
        page.putLong(counter.offset, value);
    }

    void add(Counter counter, long amount) {
        set(counter, get(counter) + amount);
    }

    void raise(Counter counter, long value) {
        if (value > get(counter)) {
            set(counter, value);
        }
    }

    /** Writes down how long a taken item had been under way. */
    void latency(long micros) {
        long notNegativeMicros = Math.max(0, micros);
        int offset = BUCKETS_OFFSET + LatencyBuckets.indexOf(notNegativeMicros) * Long.BYTES;
        page.putLong(offset, page.getLong(offset) + 1);
        raise(Counter.MAX_LATENCY_MICROS, notNegativeMicros);
    }

    void addLatenciesTo(long[] counts) {
        for (int index = 0; index < counts.length; index++) {
            counts[index] += page.getLong(BUCKETS_OFFSET + index * Long.BYTES);
        }
    }

    /** Writes down that the worker has finished an item, perhaps not for the first time. */
    void finished(long item) {
        int offset = FINISHED_OFFSET + ItemSet.wordOf(item) * Long.BYTES;
        long word = page.getLong(offset);
        long bit = ItemSet.bitOf(item);
        if ((word & bit) != 0) {
            add(Counter.FINISHED_AGAIN, 1);
        } else {
            page.putLong(offset, word | bit);
        }
    }

    /** Word {@code index} of the set of finished items. */
    long finishedWord(int index) {
        return page.getLong(FINISHED_OFFSET + index * Long.BYTES);
    }

    /** Writes down that the worker has ended by itself. */
    @Override
    public void close() {
        set(Counter.ENDED_MICROS, nowMicros());
    }
}
