package dev.multiproc.internal.memory;

/**
 * An array or a block: its words in the object table, and its file {@code memory/NAME}, made by the process that makes the array
 * and mapped by all that use it.
 *
 * <pre>
 *  words
 *  0       4
 *  +-------+
 *  | count |   of the elements
 *  +-------+
 *
 *  file
 *  0
 *  +-----------+-----------+-- ... --+----------------------+
 *  | element 0 | element 1 |         | zeros, up to 3 bytes |   zeros: behind bytes, which are changed by the word of four
 *  +-----------+-----------+-- ... --+----------------------+
 *
 *  field    | written by                | order                | if the writer dies here
 *  count    | maker, before publication | plain                | the object's index is free
 *  elements | anybody                   | as the method's name | one: the old value or the new one; a range: a part of it
 * </pre>
 *
 * <p>Native byte order. An element lies on a multiple of its size: 1, 4 or 8 bytes. A file has at most {@link #MAX_BYTES}.
 *
 * <p>Publication: (1) the file is written whole under a name of its maker's, so that its room is there; (2) it gets its own name
 * under the lock of the tables; (3) the object is published. A maker that dies before (2) leaves a file that its sweeper
 * deletes; before (3) one that the next object of that name replaces.
 */
final class ArrayDescriptor {
    static final int COUNT_OFFSET = 0;

    /** What one mapping can show of a file. */
    static final int MAX_BYTES = Integer.MAX_VALUE & -Long.BYTES;

    private ArrayDescriptor() {}

    /** How long the file of so many elements is. */
    static int fileLength(MemoryKind kind, int count) {
        if (count < 0) {
            throw new IllegalArgumentException("the length is negative, length=" + count);
        }
        long bytes = kind.bytes(count);
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException("the array is too long: it would take " + bytes + " bytes, at most "
                    + MAX_BYTES + " are possible, length=" + count + "; use several arrays");
        }
        return (int) paddedLength(bytes);
    }

    /** How long a file is whose elements take so many bytes. */
    static long paddedLength(long bytes) {
        return (bytes + Integer.BYTES - 1) & -Integer.BYTES;
    }
}
