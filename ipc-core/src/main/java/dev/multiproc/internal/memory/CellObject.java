package dev.multiproc.internal.memory;

import dev.multiproc.internal.object.SharedObject;

/** A shared object that is a cell and nothing else: nobody's death leaves anything to settle. */
interface CellObject extends SharedObject {
    Cell cell();

    @Override
    default MemoryKind kind() {
        return cell().kind();
    }

    @Override
    default void sweep(int deadSlot) {}

    @Override
    default void detach() {
        cell().release();
    }
}
