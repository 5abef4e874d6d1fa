package dev.multiproc.internal.memory;

import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.memory.SharedMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A block of bytes in a mapped file. */
final class MappedMemory extends MappedFile implements SharedMemory {
    private static final long serialVersionUID = 1L;

    MappedMemory(MemoryFamily family, ObjectPlace place) {
        super(family, place);
    }

    @Override
    public long size() {
        return count();
    }

    @Override
    public ByteBuffer buffer() {
        family.context().checkOpen();
        return memory().slice(0, count()).order(ByteOrder.nativeOrder());
    }
}
