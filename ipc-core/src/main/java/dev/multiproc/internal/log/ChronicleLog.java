package dev.multiproc.internal.log;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.JnaDirectory;
import dev.multiproc.internal.control.KillPoint;
import dev.multiproc.internal.control.OwnAccess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntSupplier;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.core.values.LongValue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.impl.table.AbstractTSQueueLock;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * A queue's pages as documents of a Chronicle Queue: the only class that knows Chronicle. Used by one thread at a time that
 * holds the queue's page lock; so Chronicle's own lock is never contended, and one that a dead process left is freed when
 * the log is opened anew.
 */
final class ChronicleLog implements AutoCloseable {
    /** A fifth of it may be one document; files are extended by this much address space, not by room. */
    private static final int BLOCK_BYTES = 64 * 1024 * 1024;
    /** What is reserved at the begin of a file, for Chronicle's own: its header and its index. */
    static final int HEADER_BYTES = 64 * 1024;
    /** What is reserved behind a page, for the head of the next document or the mark of the end. */
    private static final int SLACK_BYTES = 4 * 1024;

    /** From a document's begin on: what aligns its page, the page's head, and a record's. */
    private static final int PAGE_HEAD_BYTES = 3 * PageDescriptor.ALIGNMENT;

    private static final String TABLE_NAME = "metadata.cq4t";
    /** What Chronicle calls the lock of who appends, in its table. */
    private static final String LOCK_NAME = "chronicle.write.lock";

    private static final String TAKEN_NAME = "retired";

    private static final int LOCK_TIMEOUT_MILLIS = 200;
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(64 * 1024).asReadOnlyBuffer();

    /** A page as the log has it. */
    record Page(int cycle, int offset, int length, long index) {
        long location() {
            return PageDescriptor.location(cycle, offset);
        }
    }

    private final Path directory;
    private final SingleChronicleQueue queue;
    /** The word of Chronicle's own lock. */
    private final LongValue lock;

    private final ExcerptAppender appender;

    /**
     * Opens the log, which makes it if it is not there.
     *
     * @param cycle the number of the file to append to, shared by all processes
     */
    ChronicleLog(Path directory, IntSupplier cycle) {
        this.directory = directory;
        makeTable(directory);
        JnaDirectory.keepOutOfWorkingDirectory();
        queue = ChronicleSettings.run(() -> open(directory, cycle));
        lock = queue.metaStore().acquireValueFor(LOCK_NAME);
        freeLock();
        appender = queue.createAppender();
    }

    private static SingleChronicleQueue open(Path directory, IntSupplier cycle) {
        return SingleChronicleQueueBuilder.binary(directory.toFile())
                .rollCycle(SizeRollCycle.INSTANCE)
                .timeProvider(() -> cycle.getAsInt() * (long) SizeRollCycle.INSTANCE.lengthInMillis())
                .blockSize(BLOCK_BYTES)
                .timeoutMS(LOCK_TIMEOUT_MILLIS)
                .build();
    }

    /** The page lock is held, so a lock of Chronicle's that is found held was left by a dead process, perhaps a zombie. */
    private void freeLock() {
        if (lock.getVolatileValue() != AbstractTSQueueLock.UNLOCKED) {
            lock.setOrderedValue(AbstractTSQueueLock.UNLOCKED);
        }
    }

    /** Makes an empty file if there is none: made by Chronicle it would get its mode from the umask. */
    private static void makeTable(Path directory) {
        File table = directory.resolve(TABLE_NAME).toFile();
        try {
            if (table.createNewFile()) {
                OwnAccess.toFile(table);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path file(Path directory, int cycle) {
        return directory.resolve(SizeRollCycle.fileName(cycle));
    }

    /** Makes a file and reserves its beginning, so that Chronicle finds room for what it writes there. */
    static void prepare(Path directory, int cycle) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file(directory, cycle), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            OwnAccess.toFile(file(directory, cycle).toFile());
            if (channel.size() == 0) {
                zero(channel, 0, HEADER_BYTES);
            }
        }
    }

    /** Makes a file of one whose records are all done: its memory is there already. False if there is no such file. */
    static boolean prepare(Path directory, int cycle, int retired) throws IOException {
        Path taken = directory.resolve(TAKEN_NAME);
        try {
            Files.move(file(directory, retired), taken, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return false;
        }
        KillPoint.ROLL_TAKEN.here();
        try (FileChannel channel = FileChannel.open(taken, StandardOpenOption.WRITE)) {
            zero(channel, 0, HEADER_BYTES);
        }
        Files.move(taken, file(directory, cycle), StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    /**
     * Appends a page whose room is reserved. Its head is zero, and so is its first record's word.
     *
     * @param reserved up to where the file has its memory, from its life before this one
     */
    Page append(int cycle, int pageLength, int reserved) throws IOException {
        ChronicleSettings.quieten();
        freeLock();
        int documentLength = pageLength + PageDescriptor.ALIGNMENT;
        Page page;
        try (DocumentContext document = appender.writingDocument()) {
            boolean written = false;
            try {
                Bytes<?> bytes = document.wire().bytes();
                int begin = Math.toIntExact(bytes.writePosition());
                reserve(cycle, begin, documentLength, begin + documentLength <= reserved);
                int offset = PageDescriptor.alignUp(begin);
                bytes.writeInt(offset + PageDescriptor.LENGTH_OFFSET, pageLength);
                bytes.writeInt(offset + PageDescriptor.MAGIC_OFFSET, PageDescriptor.MAGIC);
                bytes.writeSkip(documentLength);
                page = new Page(cycle, offset, pageLength, 0);
                written = true;
            } finally {
                if (!written) {
                    document.rollbackOnClose();
                }
            }
        }
        return new Page(cycle, page.offset(), pageLength, appender.lastIndexAppended());
    }

    private void reserve(int cycle, int begin, int length, boolean isReserved) throws IOException {
        try (FileChannel channel = FileChannel.open(file(directory, cycle), StandardOpenOption.WRITE)) {
            if (isReserved) {
                zero(channel, begin, PAGE_HEAD_BYTES);
                zero(channel, begin + length, SLACK_BYTES);
            } else {
                zero(channel, begin, length + SLACK_BYTES);
            }
        }
    }

    private static void zero(FileChannel channel, long begin, long length) throws IOException {
        long position = begin;
        long end = begin + length;
        while (position < end) {
            ByteBuffer zeros = ZEROS.duplicate();
            zeros.limit((int) Math.min(zeros.capacity(), end - position));
            position += channel.write(zeros, position);
        }
    }

    /** The pages behind the one with that index: those that a dead process had not linked. */
    List<Page> pagesAfter(long index) {
        ChronicleSettings.quieten();
        try (ExcerptTailer tailer = queue.createTailer()) {
            if (!tailer.moveToIndex(index)) {
                throw new MultiprocessingException(
                        "the log lacks a page that its control file names, path=" + directory + ", index=" + index);
            }
            List<Page> pages = pages(tailer);
            return pages.subList(1, pages.size());
        }
    }

    /** The pages of a file and those behind it. */
    List<Page> pagesOf(int cycle) {
        try (ExcerptTailer tailer = queue.createTailer()) {
            return tailer.moveToIndex(SizeRollCycle.INSTANCE.toIndex(cycle, 0)) ? pages(tailer) : List.of();
        }
    }

    private static List<Page> pages(ExcerptTailer tailer) {
        List<Page> pages = new ArrayList<>();
        while (true) {
            try (DocumentContext document = tailer.readingDocument()) {
                if (!document.isPresent()) {
                    return pages;
                }
                pages.add(page(document));
            }
        }
    }

    private static Page page(DocumentContext document) {
        Bytes<?> bytes = document.wire().bytes();
        int begin = Math.toIntExact(bytes.readPosition());
        int offset = PageDescriptor.alignUp(begin);
        int length = (int) bytes.readRemaining() - PageDescriptor.ALIGNMENT;
        return new Page(SizeRollCycle.INSTANCE.toCycle(document.index()), offset, length, document.index());
    }

    /** The numbers of all files, in order. */
    static List<Integer> cycles(Path directory) throws IOException {
        List<Integer> cycles = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.cq4")) {
                for (Path file : files) {
                    int cycle = SizeRollCycle.cycle(file.getFileName().toString());
                    if (cycle >= 0) {
                        cycles.add(cycle);
                    }
                }
            }
        }
        Collections.sort(cycles);
        return cycles;
    }

    /** Deletes Chronicle's own table, which it makes again from the files. */
    static void deleteTable(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(TABLE_NAME));
    }

    /** Deletes a file whose records are all done. */
    static void delete(Path directory, int cycle) throws IOException {
        Files.deleteIfExists(file(directory, cycle));
    }

    @Override
    public void close() {
        ChronicleSettings.quieten();
        lock.close();
        queue.close();
    }
}
