package dev.multiproc.launcher.run;

import java.util.Arrays;

/** A set of item indexes as a bit set that grows with its largest index. */
final class ItemSet {
    private long[] words = new long[0];

    static int wordOf(long item) {
        return (int) (item / Long.SIZE);
    }

    static long bitOf(long item) {
        return 1L << item;
    }

    void add(long item) {
        addWord(wordOf(item), bitOf(item));
    }

    /** Adds the items of one word; returns how many of them were already in the set. */
    int addWord(int index, long word) {
        if (index >= words.length) {
            words = Arrays.copyOf(words, Math.max(index + 1, words.length * 2));
        }
        int duplicates = Long.bitCount(words[index] & word);
        words[index] |= word;
        return duplicates;
    }

    long size() {
        long size = 0;
        for (long word : words) {
            size += Long.bitCount(word);
        }
        return size;
    }

    /**
     * The minimum number of items that a producer has put, derived from its item with the greatest number in this set. The
     * index of an item is {@code number * producers + producer}.
     */
    long minPutBy(int producer, int producers) {
        long count = (long) words.length * Long.SIZE / producers + 1;
        while (count > 0 && !contains((count - 1) * producers + producer)) {
            count--;
        }
        return count;
    }

    private boolean contains(long item) {
        int index = wordOf(item);
        return index < words.length && (words[index] & bitOf(item)) != 0;
    }
}
