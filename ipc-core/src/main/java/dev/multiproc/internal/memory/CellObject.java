package dev.multiproc.internal.memory;

import dev.multiproc.internal.object.SharedObject;

/** A shared object that consists of a cell only, so the death of a process leaves nothing to settle. */
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
