package dev.multiproc.internal.queue;

import static dev.multiproc.internal.queue.RecordDescriptor.READY;

import dev.multiproc.internal.log.PageLog;
import java.nio.file.NoSuchFileException;

/** Walks over the records from low on. */
final class RecordScanner {
    private final QueueCounters words;
    private final PageLog pages;

    RecordScanner(QueueCounters words, PageLog pages) {
        this.words = words;
        this.pages = pages;
    }

    /** What to do at a record; gives false to stop the walk. */
    interface Step {
        boolean at(Cursor cursor, long word);
    }

    /** Visits the records that were handed out; gives the number of the first that was not, or where the walk stopped. */
    long handedOut(Step step) {
        return fromLow((cursor, word) -> RecordDescriptor.state(word) != READY && step.at(cursor, word));
    }

    /** Visits the records from low to the tail. */
    void all(Step step) {
        fromLow(step);
    }

    /** Begins anew behind the last record that was visited if low overtakes the walk, and the file it is in is retired. */
    private long fromLow(Step step) {
        Once once = new Once(step);
        long end;
        do {
            end = tryFromLow(once);
        } while (end < 0);
        return end;
    }

    /** A step that is not taken twice at one record. */
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

    /** Gives -1 if the file is retired before the walk is over. */
    private long tryFromLow(Step step) {
        try (Cursor cursor = new Cursor(pages)) {
            long page = Math.max(words.lowPage(), pages.firstPage());
            if (page == 0) {
                return 0;
            }
            cursor.moveToPage(page);
            return walk(cursor, step);
        } catch (NoSuchFileException e) {
            return -1;
        }
    }

    private static long walk(Cursor cursor, Step step) throws NoSuchFileException {
        for (long word = cursor.word(); word != 0 && step.at(cursor, word); word = cursor.word()) {
            cursor.advance();
        }
        return cursor.sequence();
    }
}
