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
 * the worker is killed the next instant. It grows as far as the items are numbered.
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
        MAX_LATENCY_MICROS(64),
        OF_EARLIER_RUNS(72);

        private final int offset;

        Counter(int offset) {
            this.offset = offset;
        }
    }

    private static final int BUCKETS_OFFSET = Counter.values().length * Long.BYTES;
    private static final int FINISHED_OFFSET = BUCKETS_OFFSET + LatencyBuckets.COUNT * Long.BYTES;

    private static final int MIN_LENGTH = 64 * 1024;

    private final Path file;
    private ByteBuffer page;

    private Ledger(Path file, ByteBuffer page) {
        this.file = file;
        this.page = page.order(ByteOrder.nativeOrder());
    }

    /** Makes an empty ledger. */
    static void create(Path file) throws IOException {
        Files.createFile(file);
        lengthen(file, MIN_LENGTH);
    }

    /** Room is reserved before it is mapped, since a mapped file that finds none later ends the JVM. */
    private static void lengthen(Path file, long toLength) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate(MIN_LENGTH);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
            for (long left = toLength - channel.size(); left > 0; ) {
                zeros.clear().limit((int) Math.min(left, zeros.capacity()));
                left -= channel.write(zeros);
            }
        }
    }

    private static ByteBuffer map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
        }
    }

    /** Opens a worker's own ledger and writes down that the worker has started. */
    static Ledger open(Path file) throws IOException {
        Ledger ledger = new Ledger(file, map(file));
        ledger.set(Counter.STARTED_MICROS, nowMicros());
        return ledger;
    }

    /** Reads the ledger of a worker that has ended. */
    static Ledger read(Path file) throws IOException {
        return new Ledger(file, ByteBuffer.wrap(Files.readAllBytes(file)));
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
    void finished(long item) throws IOException {
        int offset = FINISHED_OFFSET + ItemSet.wordOf(item) * Long.BYTES;
        if (offset + Long.BYTES > page.capacity()) {
            lengthen(file, Math.max(offset + Long.BYTES, 2L * page.capacity()));
            page = map(file).order(ByteOrder.nativeOrder());
        }
        long word = page.getLong(offset);
        long bit = ItemSet.bitOf(item);
        if ((word & bit) != 0) {
            add(Counter.FINISHED_AGAIN, 1);
        } else {
            page.putLong(offset, word | bit);
        }
    }

    /** How many words the set of finished items has. */
    int finishedWordCount() {
        return (page.capacity() - FINISHED_OFFSET) / Long.BYTES;
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
