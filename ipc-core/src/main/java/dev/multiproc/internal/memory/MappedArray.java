package dev.multiproc.internal.memory;

import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.memory.SharedArray;
import java.util.Objects;

/** The common part of all arrays: index checks. */
abstract class MappedArray extends MappedFile implements SharedArray {
    private static final long serialVersionUID = 1L;

    MappedArray(MemoryFamily family, ObjectPlace place) {
        super(family, place);
    }

    final int checkIndex(int index) {
        return Objects.checkIndex(index, count());
    }

    final void checkRange(int index, int length) {
        Objects.checkFromIndexSize(index, length, count());
    }

    /** Checks a range and returns its length. */
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
