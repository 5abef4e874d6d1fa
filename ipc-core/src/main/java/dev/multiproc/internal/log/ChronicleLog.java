package dev.multiproc.internal.log;

import dev.multiproc.internal.control.JnaDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
 * A queue's pages as documents of a Chronicle Queue: the only class that reads and writes a log through Chronicle. Used
 * by one thread at a time, which holds the queue's page lock: so Chronicle's own lock is never contended, and one left
 * by a dead process is freed when the log is opened again.
 */
final class ChronicleLog implements AutoCloseable {
    /** One document may take a fifth of this. Files are extended by this much address space, not disk space. */
    static final int BLOCK_BYTES = 64 * 1024 * 1024;
    /** The name of Chronicle's append lock in its table. */
    private static final String LOCK_NAME = "chronicle.write.lock";

    private static final int LOCK_TIMEOUT_MILLIS = 200;

    /** The place of a page in the log. */
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
     * Opens the log, and creates it if it does not exist.
     *
     * @param cycle the number of the file to append to, shared by all processes
     */
    ChronicleLog(Path directory, IntSupplier cycle) {
        this.directory = directory;
        LogDirectory.makeTable(directory);
        JnaDirectory.keepOutOfWorkingDirectory();
        queue = ChronicleSettings.run(() -> open(directory, cycle));
        boolean isReady = false;
        try {
            lock = queue.metaStore().acquireValueFor(LOCK_NAME);
            freeLock();
            appender = queue.createAppender();
            isReady = true;
        } finally {
            // The files may be deleted at this moment, with the queue whose log this is.
            if (!isReady) {
                queue.close();
            }
        }
    }

    private static SingleChronicleQueue open(Path directory, IntSupplier cycle) {
        return SingleChronicleQueueBuilder.binary(directory.toFile())
                .rollCycle(SizeRollCycle.INSTANCE)
                .timeProvider(() -> cycle.getAsInt() * (long) SizeRollCycle.INSTANCE.lengthInMillis())
                .blockSize(BLOCK_BYTES)
                .timeoutMS(LOCK_TIMEOUT_MILLIS)
                .build();
    }

    /** Since the page lock is held, Chronicle's lock can only be held by a dead process, perhaps a zombie. */
    private void freeLock() {
        if (lock.getVolatileValue() != AbstractTSQueueLock.UNLOCKED) {
            lock.setOrderedValue(AbstractTSQueueLock.UNLOCKED);
        }
    }

    /**
     * Appends a page and reserves its room. Its header is zero, and so is its first record's word.
     *
     * @param reserved up to which offset the file has memory already, from its earlier use
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
                LogDirectory.reserve(
                        LogDirectory.file(directory, cycle), begin, documentLength, begin + documentLength <= reserved);
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

    /** The pages after the one with that index: those that a dead process had not linked. */
    List<Page> pagesAfter(long index) {
        ChronicleSettings.quieten();
        try (ExcerptTailer tailer = queue.createTailer()) {
            if (!tailer.moveToIndex(index)) {
                throw LogSurvey.damaged(directory, "it lacks a page that its control file names, index=" + index);
            }
            List<Page> pages = pages(tailer);
            return pages.subList(1, pages.size());
        }
    }

    /** The pages of a file and of all later files. */
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

    @Override
    public void close() {
        ChronicleSettings.quieten();
        lock.close();
        queue.close();
    }
}
