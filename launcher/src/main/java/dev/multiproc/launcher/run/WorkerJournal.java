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
import java.util.ArrayList;
import java.util.List;

/**
 * A worker's record of what it did, in a memory-mapped file: the parent can read everything that was recorded even if the
 * worker is killed immediately afterwards. The file grows with the greatest index of a finished item.
 *
 * <pre>
 *   counters   one long for each {@link Counter}
 *   buckets    {@link LatencyBuckets#COUNT} longs
 *   slowest    {@link SlowItem#COUNT} times: long microseconds, int length of the text, text in UTF-8
 *   finished   one bit for each item of all producers, set by the consumer that finished it
 * </pre>
 *
 * <p>Created by the parent, written by one thread of one worker, which goes on in it when it is started again; the parent reads the
 * counters while the worker is at work, and the rest when it has ended.
 */
final class WorkerJournal implements AutoCloseable {
    /** The counters of a worker. */
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
        OF_EARLIER_RUNS(72),
        FINISHED(80),
        FAILED(88),
        GIVEN_UP(96);

        private final int offset;

        Counter(int offset) {
            this.offset = offset;
        }
    }

    private static final int BUCKETS_OFFSET = Counter.values().length * Long.BYTES;
    private static final int SLOWEST_OFFSET = BUCKETS_OFFSET + LatencyBuckets.COUNT * Long.BYTES;
    private static final int FINISHED_OFFSET = SLOWEST_OFFSET + SlowItem.COUNT * SlowItem.LENGTH;

    private static final int MIN_LENGTH = 64 * 1024;

    private final Path file;
    private ByteBuffer page;

    private WorkerJournal(Path file, ByteBuffer page) {
        this.file = file;
        this.page = page.order(ByteOrder.nativeOrder());
    }

    /** Creates an empty journal file. */
    static void create(Path file) throws IOException {
        Files.createFile(file);
        extend(file, MIN_LENGTH);
    }

    /** Writes zeros to reserve disk space before the file is mapped: a full disk under a mapped file would crash the JVM. */
    private static void extend(Path file, long toLength) throws IOException {
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

    /** Opens the journal in its worker and records the worker's start. */
    static WorkerJournal open(Path file) throws IOException {
        WorkerJournal journal = new WorkerJournal(file, map(file));
        if (journal.get(Counter.STARTED_MICROS) == 0) {
            journal.set(Counter.STARTED_MICROS, nowMicros());
        }
        journal.set(Counter.ENDED_MICROS, 0);
        return journal;
    }

    /** The counters of a worker that is at work, as they are at each call of {@link #get}. */
    static WorkerJournal view(Path file) throws IOException {
        return new WorkerJournal(file, map(file));
    }

    /** Reads the journal of a worker that has ended. */
    static WorkerJournal read(Path file) throws IOException {
        return new WorkerJournal(file, ByteBuffer.wrap(Files.readAllBytes(file)));
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

    /** Records the time between put and take of an item that was taken. */
    void addLatency(long micros) {
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

    /** Records how long the work of an item took, if it is among the slowest. */
    void addSlow(long micros, byte[] text) {
        int fastest = SLOWEST_OFFSET;
        for (int offset = SLOWEST_OFFSET; offset < FINISHED_OFFSET; offset += SlowItem.LENGTH) {
            if (page.getLong(offset) < page.getLong(fastest)) {
                fastest = offset;
            }
        }
        if (micros > page.getLong(fastest)) {
            int length = Math.min(text.length, SlowItem.TEXT_LENGTH);
            page.putLong(fastest, 0);
            page.putInt(fastest + Long.BYTES, length);
            page.put(fastest + SlowItem.TEXT_OFFSET, text, 0, length);
            page.putLong(fastest, micros);
        }
    }

    /** Whether the work of an item took so long that it is among the slowest. */
    boolean isSlow(long micros) {
        for (int offset = SLOWEST_OFFSET; offset < FINISHED_OFFSET; offset += SlowItem.LENGTH) {
            if (micros > page.getLong(offset)) {
                return true;
            }
        }
        return false;
    }

    /** The slowest items, in no order. */
    List<SlowItem> slowest(String worker) {
        List<SlowItem> items = new ArrayList<>();
        for (int offset = SLOWEST_OFFSET; offset < FINISHED_OFFSET; offset += SlowItem.LENGTH) {
            long micros = page.getLong(offset);
            if (micros > 0) {
                byte[] text = new byte[page.getInt(offset + Long.BYTES)];
                page.get(offset + SlowItem.TEXT_OFFSET, text);
                items.add(new SlowItem(worker, micros, SlowItem.readable(text)));
            }
        }
        return items;
    }

    /** Records that the worker has finished an item, which it may have finished before. */
    void addFinished(long item) throws IOException {
        add(Counter.FINISHED, 1);
        int offset = FINISHED_OFFSET + ItemSet.wordOf(item) * Long.BYTES;
        if (offset + Long.BYTES > page.capacity()) {
            extend(file, Math.max(offset + Long.BYTES, 2L * page.capacity()));
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

    /** The number of words in the set of finished items. */
    int finishedWordCount() {
        return (page.capacity() - FINISHED_OFFSET) / Long.BYTES;
    }

    /** Word {@code index} of the set of finished items. */
    long finishedWord(int index) {
        return page.getLong(FINISHED_OFFSET + index * Long.BYTES);
    }

    /** Records that the worker has ended by itself. */
    @Override
    public void close() {
        set(Counter.ENDED_MICROS, nowMicros());
    }
}
