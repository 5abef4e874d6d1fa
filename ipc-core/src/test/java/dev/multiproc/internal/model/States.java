package dev.multiproc.internal.model;

import java.util.Arrays;

/** A set of states of the same length, numbered in the order in which they were added. */
final class States {
    private static final int CHUNK_BITS = 14;
    private static final int CHUNK = 1 << CHUNK_BITS;

    private final int length;
    private byte[][] chunks = new byte[16][];
    /** A hash table of the states' numbers plus 1; its length is a power of two. */
    private int[] table = new int[1 << 16];

    private int count;

    States(int length) {
        this.length = length;
    }

    int count() {
        return count;
    }

    /** Adds a state if it is new, and gives its number. A new state's number is the previous {@link #count()}. */
    int add(byte[] state) {
        int at = find(state);
        if (table[at] == 0) {
            append(state);
            table[at] = count;
            if (count * 2 > table.length) {
                grow();
            }
            return count - 1;
        }
        return table[at] - 1;
    }

    private int find(byte[] state) {
        int at = hash(state, 0) & table.length - 1;
        while (table[at] != 0 && !isAt(table[at] - 1, state)) {
            at = at + 1 & table.length - 1;
        }
        return at;
    }

    private int hash(byte[] bytes, int from) {
        long hash = 0;
        for (int i = from; i < from + length; i++) {
            hash = (hash ^ bytes[i]) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        return (int) hash;
    }

    private boolean isAt(int number, byte[] state) {
        int from = offset(number);
        return Arrays.equals(chunks[number >>> CHUNK_BITS], from, from + length, state, 0, length);
    }

    private int offset(int number) {
        return (number & CHUNK - 1) * length;
    }

    private void append(byte[] state) {
        int chunk = count >>> CHUNK_BITS;
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunk * 2);
        }
        if (chunks[chunk] == null) {
            chunks[chunk] = new byte[CHUNK * length];
        }
        System.arraycopy(state, 0, chunks[chunk], offset(count), length);
        count++;
    }

    private void grow() {
        int[] larger = new int[table.length * 2];
        for (int number = 0; number < count; number++) {
            int at = hash(chunks[number >>> CHUNK_BITS], offset(number)) & larger.length - 1;
            while (larger[at] != 0) {
                at = at + 1 & larger.length - 1;
            }
            larger[at] = number + 1;
        }
        table = larger;
    }

    void read(int number, byte[] target) {
        System.arraycopy(chunks[number >>> CHUNK_BITS], offset(number), target, 0, length);
    }
}
