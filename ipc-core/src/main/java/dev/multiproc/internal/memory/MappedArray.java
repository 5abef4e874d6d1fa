package dev.multiproc.internal.memory;

import dev.multiproc.memory.SharedArray;
import java.util.Objects;

/** What all arrays have in common beside their file: indexes are checked. */
abstract class MappedArray extends MappedFile implements SharedArray {
    private static final long serialVersionUID = 1L;

    MappedArray(MemoryFamily family, MemoryKind kind, String name, int words) {
        super(family, kind, name, words);
    }

    final int checkIndex(int index) {
        return Objects.checkIndex(index, count());
    }

    final void checkRange(int index, int length) {
        Objects.checkFromIndexSize(index, length, count());
    }

    /** The length of a copy. */
    final int checkCopy(int from, int to) {
        Objects.checkFromToIndex(from, to, count());
        return to - from;
    }

    @Override
    public final int length() {
        region();
        return count();
    }
}
