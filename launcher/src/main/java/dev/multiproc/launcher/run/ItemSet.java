package dev.multiproc.launcher.run;

import java.util.Arrays;

/** A set of items as bits, as large as its largest item needs. */
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

    /** Adds the items of one word; gives how many of them were in the set already. */
    int addWord(int index, long word) {
        if (index >= words.length) {
            words = Arrays.copyOf(words, Math.max(index + 1, words.length * 2));
        }
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

    /** How many rounds of {@code cooks} items there were, if the last was the one with this cook's last item. */
    long roundsOf(int cook, int cooks) {
        long rounds = (long) words.length * Long.SIZE / cooks + 1;
        while (rounds > 0 && !contains((rounds - 1) * cooks + cook)) {
            rounds--;
        }
        return rounds;
    }

    private boolean contains(long item) {
        int index = wordOf(item);
        return index < words.length && (words[index] & bitOf(item)) != 0;
    }
}
