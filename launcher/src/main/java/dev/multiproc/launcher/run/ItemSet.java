package dev.multiproc.launcher.run;

/** A set of items as bits. Item {@code number} of a cook is bit {@code cook * itemsPerCook + number}. */
final class ItemSet {
    private final long[] words;

    ItemSet(long itemCount) {
        words = new long[Math.toIntExact(wordCount(itemCount))];
    }

    static long wordCount(long itemCount) {
        return (itemCount + Long.SIZE - 1) / Long.SIZE;
    }

    static int wordOf(long item) {
        return (int) (item / Long.SIZE);
    }

    static long bitOf(long item) {
        return 1L << item;
    }

    int wordCount() {
        return words.length;
    }

    void add(long item) {
        words[wordOf(item)] |= bitOf(item);
    }

    /** Adds the items of one word; gives how many of them were in the set already. */
    int addWord(int index, long word) {
        int again = Long.bitCount(words[index] & word);
        words[index] |= word;
        return again;
    }

    long size() {
        long size = 0;
        for (long word : words) {
            size += Long.bitCount(word);
        }
        return size;
    }

    /** The highest item from {@code from} on and below {@code to}, or {@code from - 1} if there is none. */
    long highest(long from, long to) {
        long item = to - 1;
        while (item >= from && (words[wordOf(item)] & bitOf(item)) == 0) {
            item--;
        }
        return item;
    }
}
