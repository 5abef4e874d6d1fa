package dev.multiproc.internal.memory;

/**
 * The layout of an array or a block: its fields in the object table, and its file {@code memory/NAME}. The process that
 * creates the array makes the file, and all processes that use the array map it.
 *
 * <pre>
 *  object table
 *  0       4
 *  +-------+
 *  | count |   of the elements
 *  +-------+
 *
 *  file
 *  0
 *  +-----------+-----------+-- ... --+----------------------+
 *  | element 0 | element 1 |         | zeros, up to 3 bytes |   zeros: in byte arrays, which are changed four bytes at a time
 *  +-----------+-----------+-- ... --+----------------------+
 *
 *  field    | written by                | order                | if the writer dies here
 *  count    | creator, before publishing| plain                | the object's index is free
 *  elements | any process               | as the method's name | one element: the old or the new value; a range: possibly a part of it
 * </pre>
 *
 * <p>Native byte order. An element is aligned to its size: 1, 4 or 8 bytes. A file has at most {@link #MAX_BYTES}.
 *
 * <p>Publication: (1) the creator writes the whole file under a temporary name, which reserves its disk space; (2)
 * under the lock of the tables, the file gets its final name; (3) the object is published. If the creator dies before
 * (2), its sweeper deletes the file; before (3), the next object with that name replaces the file.
 */
final class ArrayDescriptor {
    static final int COUNT_OFFSET = 0;

    /** The most that one mapping can cover. */
    static final int MAX_BYTES = Integer.MAX_VALUE & -Long.BYTES;

    private ArrayDescriptor() {}

    /** The file length in bytes for {@code count} elements. */
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

    /** The file length for elements of this many bytes in all. */
    static long paddedLength(long bytes) {
        return (bytes + Integer.BYTES - 1) & -Integer.BYTES;
    }
}
