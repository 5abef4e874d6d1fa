package dev.multiproc.internal.queue;

import static dev.multiproc.internal.queue.RecordDescriptor.READY;

import dev.multiproc.internal.log.PageLog;
import java.nio.file.NoSuchFileException;

/** Scans the records of a queue from {@code low} on. */
final class RecordScanner {
    private final QueueCounters counters;
    private final PageLog pages;

    RecordScanner(QueueCounters counters, PageLog pages) {
        this.counters = counters;
        this.pages = pages;
    }

    /** The action at a record. Returns false to stop the scan. */
    interface Step {
        boolean at(Cursor cursor, long word);
    }

    /**
     * Visits the records that were delivered. Returns the number of the first record that was not delivered, or of the
     * record where the scan stopped.
     */
    long handedOut(Step step) {
        return fromLow((cursor, word) -> RecordDescriptor.state(word) != READY && step.at(cursor, word));
    }

    /** The same from the first record on that was given back and can be delivered. Called under the return lock. */
    void returned(Step step) {
        from(
                counters.firstReturned(),
                (cursor, word) -> RecordDescriptor.state(word) != READY && step.at(cursor, word));
    }

    /** Visits the records from low to the tail. */
    void all(Step step) {
        fromLow(step);
    }

    private long fromLow(Step step) {
        return from(null, step);
    }

    /** If {@code low} overtakes the scan and its file is retired, starts again after the last visited record. */
    private long from(FirstReturned first, Step step) {
        Once once = new Once(step);
        long end;
        do {
            end = tryFrom(first, once);
        } while (end < 0);
        return end;
    }

    /** A step that visits each record only once. */
    private static final class Once implements Step {
        private final Step step;
        private long next;

        Once(Step step) {
            this.step = step;
        }

        @Override
        public boolean at(Cursor cursor, long word) {
            if (cursor.sequence() < next) {
                return true;
            }
            boolean goesOn = step.at(cursor, word);
            next = cursor.sequence() + 1;
            return goesOn;
        }
    }

    /** Returns -1 if the file is retired before the scan is complete. */
    private long tryFrom(FirstReturned first, Step step) {
        try (Cursor cursor = new Cursor(pages)) {
            long page = Math.max(counters.lowPage(), pages.firstPage());
            if (page == 0) {
                return 0;
            }
            if (first == null || !first.find(cursor, page)) {
                cursor.moveToPage(page);
            }
            return scan(cursor, step);
        } catch (NoSuchFileException e) {
            return -1;
        }
    }

    private static long scan(Cursor cursor, Step step) throws NoSuchFileException {
        for (long word = cursor.word(); word != 0 && step.at(cursor, word); word = cursor.word()) {
            cursor.advance();
        }
        return cursor.sequence();
    }
}
