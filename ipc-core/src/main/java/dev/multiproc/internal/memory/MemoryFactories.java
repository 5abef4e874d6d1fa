package dev.multiproc.internal.memory;

import dev.multiproc.memory.SharedBoolean;
import dev.multiproc.memory.SharedDouble;
import dev.multiproc.memory.SharedInteger;
import dev.multiproc.memory.SharedLong;
import dev.multiproc.memory.SharedValues;
import java.util.function.IntConsumer;

/** The factories of {@link SharedValues}, for a session that is their home: it has them by implementing this. */
public interface MemoryFactories extends SharedValues, MemoryHome {
    @Override
    default SharedInteger sharedInteger(int initial) {
        return integer(freshName("integer"), initial);
    }

    @Override
    default SharedInteger sharedInteger(String name, int initial) {
        return integer(checkName(name), initial);
    }

    private SharedInteger integer(String name, int initial) {
        return (SharedInteger)
                value(MemoryKind.INTEGER, name, offset -> control().setIntVolatile(offset, initial));
    }

    @Override
    default SharedLong sharedLong(long initial) {
        return longValue(freshName("long"), initial);
    }

    @Override
    default SharedLong sharedLong(String name, long initial) {
        return longValue(checkName(name), initial);
    }

    private SharedLong longValue(String name, long initial) {
        return (SharedLong) value(MemoryKind.LONG, name, offset -> control().setLongVolatile(offset, initial));
    }

    @Override
    default SharedDouble sharedDouble(double initial) {
        return doubleValue(freshName("double"), initial);
    }

    @Override
    default SharedDouble sharedDouble(String name, double initial) {
        return doubleValue(checkName(name), initial);
    }

    private SharedDouble doubleValue(String name, double initial) {
        long bits = Double.doubleToRawLongBits(initial);
        return (SharedDouble) value(MemoryKind.DOUBLE, name, offset -> control().setLongVolatile(offset, bits));
    }

    @Override
    default SharedBoolean sharedBoolean(boolean initial) {
        return booleanValue(freshName("boolean"), initial);
    }

    @Override
    default SharedBoolean sharedBoolean(String name, boolean initial) {
        return booleanValue(checkName(name), initial);
    }

    private SharedBoolean booleanValue(String name, boolean initial) {
        int word = MappedBoolean.toWord(initial);
        return (SharedBoolean)
                value(MemoryKind.BOOLEAN, name, offset -> control().setIntVolatile(offset, word));
    }

    private Object value(MemoryKind kind, String name, IntConsumer write) {
        return object(kind.code(), name, words -> write.accept(words + ValueDescriptor.VALUE_OFFSET));
    }
}
