package dev.multiproc.launcher.run;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/**
 * One of the items whose work took longest.
 *
 * @param worker the name of the consumer that had it
 * @param micros how long the work took
 * @param text the beginning of the item as text
 */
record SlowItem(String worker, long micros, String text) {
    /** How many of them a run tells of. */
    static final int COUNT = 5;

    /** Their size in a {@link WorkerJournal}, in bytes. */
    static final int LENGTH = 128;

    static final int TEXT_OFFSET = Long.BYTES + Integer.BYTES;
    static final int TEXT_LENGTH = LENGTH - TEXT_OFFSET;

    /** The slowest of all, the slowest first. */
    static List<SlowItem> slowest(List<SlowItem> items) {
        return items.stream()
                .sorted(Comparator.comparingLong(SlowItem::micros).reversed())
                .limit(COUNT)
                .toList();
    }

    /** Text for a terminal; it may end within a character. */
    static String readable(byte[] text) {
        return new String(text, StandardCharsets.UTF_8)
                .replaceAll("[\\p{Cntrl}\uFFFD]+", " ")
                .strip();
    }
}
