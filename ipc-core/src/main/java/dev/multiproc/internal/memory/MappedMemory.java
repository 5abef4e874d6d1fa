package dev.multiproc.internal.memory;

import dev.multiproc.internal.control.ObjectTable;
import dev.multiproc.memory.SharedMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A block of bytes in a mapped file. Its words are not looked at again after it was opened: they may be another's by then. */
final class MappedMemory extends MappedFile implements SharedMemory {
    private static final long serialVersionUID = 1L;

    private final transient ObjectTable.Life life;

    MappedMemory(MemoryFamily family, String name, int words) {
        super(family, MemoryKind.MEMORY, name, words);
        life = new ObjectTable(family.context().control()).life(ObjectTable.index(words));
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

    @Override
    boolean isDeleted() {
        return !new ObjectTable(family.context().control()).lasts(life);
    }

    @Override
    public boolean delete() {
        family.context().checkOpen();
        return family.context().objects().delete(life, () -> family.files().delete(name()));
    }
}
