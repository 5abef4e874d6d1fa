package dev.multiproc.internal.memory;

import dev.multiproc.memory.SharedBoolean;
import dev.multiproc.memory.SharedByteArray;
import dev.multiproc.memory.SharedDouble;
import dev.multiproc.memory.SharedDoubleArray;
import dev.multiproc.memory.SharedFigures;
import dev.multiproc.memory.SharedIntArray;
import dev.multiproc.memory.SharedInteger;
import dev.multiproc.memory.SharedLong;
import dev.multiproc.memory.SharedLongArray;
import dev.multiproc.memory.SharedMemory;
import dev.multiproc.memory.SharedReference;
import dev.multiproc.memory.SharedValues;
import java.util.List;

/** Has another make values, arrays and blocks of memory. */
public interface ForwardingSharedValues extends SharedValues {
    SharedValues sharedValues();

    @Override
    default SharedInteger sharedInteger(int initial) {
        return sharedValues().sharedInteger(initial);
    }

    @Override
    default SharedInteger sharedInteger(String name, int initial) {
        return sharedValues().sharedInteger(name, initial);
    }

    @Override
    default SharedLong sharedLong(long initial) {
        return sharedValues().sharedLong(initial);
    }

    @Override
    default SharedLong sharedLong(String name, long initial) {
        return sharedValues().sharedLong(name, initial);
    }

    @Override
    default SharedDouble sharedDouble(double initial) {
        return sharedValues().sharedDouble(initial);
    }

    @Override
    default SharedDouble sharedDouble(String name, double initial) {
        return sharedValues().sharedDouble(name, initial);
    }

    @Override
    default SharedBoolean sharedBoolean(boolean initial) {
        return sharedValues().sharedBoolean(initial);
    }

    @Override
    default SharedBoolean sharedBoolean(String name, boolean initial) {
        return sharedValues().sharedBoolean(name, initial);
    }

    @Override
    default SharedFigures sharedFigures(List<String> titles) {
        return sharedValues().sharedFigures(titles);
    }

    @Override
    default SharedFigures sharedFigures(String name, List<String> titles) {
        return sharedValues().sharedFigures(name, titles);
    }

    @Override
    default <T> SharedReference<T> sharedReference(T initial) {
        return sharedValues().sharedReference(initial);
    }

    @Override
    default <T> SharedReference<T> sharedReference(String name, T initial) {
        return sharedValues().sharedReference(name, initial);
    }

    @Override
    default SharedIntArray sharedIntArray(int length) {
        return sharedValues().sharedIntArray(length);
    }

    @Override
    default SharedIntArray sharedIntArray(int[] values) {
        return sharedValues().sharedIntArray(values);
    }

    @Override
    default SharedIntArray sharedIntArray(String name, int length) {
        return sharedValues().sharedIntArray(name, length);
    }

    @Override
    default SharedIntArray sharedIntArray(String name, int[] values) {
        return sharedValues().sharedIntArray(name, values);
    }

    @Override
    default SharedLongArray sharedLongArray(int length) {
        return sharedValues().sharedLongArray(length);
    }

    @Override
    default SharedLongArray sharedLongArray(long[] values) {
        return sharedValues().sharedLongArray(values);
    }

    @Override
    default SharedLongArray sharedLongArray(String name, int length) {
        return sharedValues().sharedLongArray(name, length);
    }

    @Override
    default SharedLongArray sharedLongArray(String name, long[] values) {
        return sharedValues().sharedLongArray(name, values);
    }

    @Override
    default SharedDoubleArray sharedDoubleArray(int length) {
        return sharedValues().sharedDoubleArray(length);
    }

    @Override
    default SharedDoubleArray sharedDoubleArray(double[] values) {
        return sharedValues().sharedDoubleArray(values);
    }

    @Override
    default SharedDoubleArray sharedDoubleArray(String name, int length) {
        return sharedValues().sharedDoubleArray(name, length);
    }

    @Override
    default SharedDoubleArray sharedDoubleArray(String name, double[] values) {
        return sharedValues().sharedDoubleArray(name, values);
    }

    @Override
    default SharedByteArray sharedByteArray(int length) {
        return sharedValues().sharedByteArray(length);
    }

    @Override
    default SharedByteArray sharedByteArray(byte[] values) {
        return sharedValues().sharedByteArray(values);
    }

    @Override
    default SharedByteArray sharedByteArray(String name, int length) {
        return sharedValues().sharedByteArray(name, length);
    }

    @Override
    default SharedByteArray sharedByteArray(String name, byte[] values) {
        return sharedValues().sharedByteArray(name, values);
    }

    @Override
    default SharedMemory sharedMemory(long bytes) {
        return sharedValues().sharedMemory(bytes);
    }

    @Override
    default SharedMemory sharedMemory(String name, long bytes) {
        return sharedValues().sharedMemory(name, bytes);
    }

    @Override
    default SharedMemory sharedMemory(String name) {
        return sharedValues().sharedMemory(name);
    }
}
