package dev.multiproc.memory;

import java.util.List;

/**
 * Creates the values, arrays and memory blocks that processes share. {@link dev.multiproc.Multiprocessing} extends this
 * interface.
 *
 * <p>A task can capture each of these objects and a queue can carry it; the receiver gets the same object. Unrelated
 * processes find an object by its name: 1 to 80 bytes of UTF-8, without slashes, exclamation marks and control
 * characters. If an object with the name exists it is returned with its current value. The generated name of an object
 * without a name holds an exclamation mark; such a name finds the object, and never creates one. An object lives until
 * it is deleted, or its session ends. In a durable session, named objects keep their values even after all processes
 * have ended or were killed.
 *
 * <p>Every method throws {@link IllegalStateException} if the session is closed, and {@link
 * dev.multiproc.MultiprocessingException} if the session already has its maximum of 1024 objects. Methods with a name
 * throw {@link IllegalArgumentException} if the name is not allowed, or belongs to an object of another kind, and {@link
 * java.util.NoSuchElementException} if it is a generated one that no object has.
 */
public interface SharedValues {
    /**
     * Creates an {@code int} that processes share. Python's {@code Value('i', n)}.
     *
     * @param initial its first value
     * @return a new value
     */
    SharedInteger sharedInteger(int initial);

    /**
     * Finds the {@code int} with this name in the session, or creates it.
     *
     * @param name the name; see the description of this interface
     * @param initial its first value, if it is created
     * @return the value
     */
    SharedInteger sharedInteger(String name, int initial);

    /**
     * Creates a {@code long} that processes share. Python's {@code Value('q', n)}.
     *
     * @param initial its first value
     * @return a new value
     */
    SharedLong sharedLong(long initial);

    /**
     * Finds the {@code long} with this name in the session, or creates it.
     *
     * @param name the name; see the description of this interface
     * @param initial its first value, if it is created
     * @return the value
     */
    SharedLong sharedLong(String name, long initial);

    /**
     * Creates a {@code double} that processes share. Python's {@code Value('d', x)}.
     *
     * @param initial its first value
     * @return a new value
     */
    SharedDouble sharedDouble(double initial);

    /**
     * Finds the {@code double} with this name in the session, or creates it.
     *
     * @param name the name; see the description of this interface
     * @param initial its first value, if it is created
     * @return the value
     */
    SharedDouble sharedDouble(String name, double initial);

    /**
     * Creates a {@code boolean} that processes share.
     *
     * @param initial its first value
     * @return a new value
     */
    SharedBoolean sharedBoolean(boolean initial);

    /**
     * Finds the {@code boolean} with this name in the session, or creates it.
     *
     * @param name the name; see the description of this interface
     * @param initial its first value, if it is created
     * @return the value
     */
    SharedBoolean sharedBoolean(String name, boolean initial);

    /**
     * Creates numbers that {@code multiproc inspect} shows.
     *
     * @param titles what they are: 1 to {@link SharedFigures#MAX_COUNT} names of up to {@link SharedFigures#MAX_TITLE_BYTES} bytes
     * @return new figures, all 0
     * @throws IllegalArgumentException if there are too many, or a name is empty or too long
     */
    SharedFigures sharedFigures(List<String> titles);

    /**
     * Finds the numbers with this name in the session, or creates them.
     *
     * @param name the name; see the description of this interface
     * @param titles what they are: 1 to {@link SharedFigures#MAX_COUNT} names of up to {@link SharedFigures#MAX_TITLE_BYTES} bytes
     * @return the figures, all 0 if they are created
     * @throws IllegalArgumentException if there are too many, a name is empty or too long, or figures with other names have the name
     */
    SharedFigures sharedFigures(String name, List<String> titles);

    /**
     * Creates a reference to a small object that processes share.
     *
     * @param <T> the type of the value
     * @param initial its first value; may be null
     * @return a new reference
     * @throws IllegalArgumentException if the value cannot be encoded, or takes more than 64 KiB
     */
    <T> SharedReference<T> sharedReference(T initial);

    /**
     * Finds the reference with this name in the session, or creates it.
     *
     * @param <T> the type of the value
     * @param name the name; see the description of this interface
     * @param initial its first value, if it is created; may be null
     * @return the reference
     * @throws IllegalArgumentException if the value cannot be encoded, or takes more than 64 KiB
     */
    <T> SharedReference<T> sharedReference(String name, T initial);

    /**
     * Creates an {@code int[]} that processes share. Python's {@code Array('i', n)}.
     *
     * @param length how many elements; all are 0
     * @return a new array
     * @throws IllegalArgumentException if the length is negative, or the array would take more than 2 GiB
     */
    SharedIntArray sharedIntArray(int length);

    /**
     * Creates an {@code int[]} that processes share. Python's {@code Array('i', values)}.
     *
     * @param values the elements; they are copied
     * @return a new array
     * @throws IllegalArgumentException if the array would take more than 2 GiB
     */
    SharedIntArray sharedIntArray(int[] values);

    /**
     * Finds the {@code int[]} with this name in the session, or creates it.
     *
     * @param name the name; see the description of this interface
     * @param length how many elements; all are 0 if it is created
     * @return the array
     * @throws IllegalArgumentException if the length is negative, the array would take more than 2 GiB, or an array of
     *     another length has the name
     */
    SharedIntArray sharedIntArray(String name, int length);

    /**
     * Finds the {@code int[]} with this name in the session, or creates it.
     *
     * @param name the name; see the description of this interface
     * @param values the elements if it is created; they are copied
     * @return the array
     * @throws IllegalArgumentException if the array would take more than 2 GiB, or an array of another length has the
     *     name
     */
    SharedIntArray sharedIntArray(String name, int[] values);

    /**
     * Creates a {@code long[]} that processes share. Python's {@code Array('q', n)}.
     *
     * @param length how many elements; all are 0
     * @return a new array
     * @throws IllegalArgumentException if the length is negative, or the array would take more than 2 GiB
     */
    SharedLongArray sharedLongArray(int length);

    /**
     * Creates a {@code long[]} that processes share. Python's {@code Array('q', values)}.
     *
     * @param values the elements; they are copied
     * @return a new array
     * @throws IllegalArgumentException if the array would take more than 2 GiB
     */
    SharedLongArray sharedLongArray(long[] values);

    /**
     * Finds the {@code long[]} with this name in the session, or creates it.
     *
     * @param name the name; see the description of this interface
     * @param length how many elements; all are 0 if it is created
     * @return the array
     * @throws IllegalArgumentException if the length is negative, the array would take more than 2 GiB, or an array of
     *     another length has the name
     */
    SharedLongArray sharedLongArray(String name, int length);

    /**
     * Finds the {@code long[]} with this name in the session, or creates it.
     *
     * @param name the name; see the description of this interface
     * @param values the elements if it is created; they are copied
     * @return the array
     * @throws IllegalArgumentException if the array would take more than 2 GiB, or an array of another length has the
     *     name
     */
    SharedLongArray sharedLongArray(String name, long[] values);

    /**
     * Creates a {@code double[]} that processes share. Python's {@code Array('d', n)}.
     *
     * @param length how many elements; all are 0
     * @return a new array
     * @throws IllegalArgumentException if the length is negative, or the array would take more than 2 GiB
     */
    SharedDoubleArray sharedDoubleArray(int length);

    /**
     * Creates a {@code double[]} that processes share. Python's {@code Array('d', values)}.
     *
     * @param values the elements; they are copied
     * @return a new array
     * @throws IllegalArgumentException if the array would take more than 2 GiB
     */
    SharedDoubleArray sharedDoubleArray(double[] values);

    /**
     * Finds the {@code double[]} with this name in the session, or creates it.
     *
     * @param name the name; see the description of this interface
     * @param length how many elements; all are 0 if it is created
     * @return the array
     * @throws IllegalArgumentException if the length is negative, the array would take more than 2 GiB, or an array of
     *     another length has the name
     */
    SharedDoubleArray sharedDoubleArray(String name, int length);

    /**
     * Finds the {@code double[]} with this name in the session, or creates it.
     *
     * @param name the name; see the description of this interface
     * @param values the elements if it is created; they are copied
     * @return the array
     * @throws IllegalArgumentException if the array would take more than 2 GiB, or an array of another length has the
     *     name
     */
    SharedDoubleArray sharedDoubleArray(String name, double[] values);

    /**
     * Creates a {@code byte[]} that processes share. Python's {@code Array('b', n)}.
     *
     * @param length how many elements; all are 0
     * @return a new array
     * @throws IllegalArgumentException if the length is negative, or the array would take more than 2 GiB
     */
    SharedByteArray sharedByteArray(int length);

    /**
     * Creates a {@code byte[]} that processes share. Python's {@code Array('b', values)}.
     *
     * @param values the elements; they are copied
     * @return a new array
     * @throws IllegalArgumentException if the array would take more than 2 GiB
     */
    SharedByteArray sharedByteArray(byte[] values);

    /**
     * Finds the {@code byte[]} with this name in the session, or creates it.
     *
     * @param name the name; see the description of this interface
     * @param length how many elements; all are 0 if it is created
     * @return the array
     * @throws IllegalArgumentException if the length is negative, the array would take more than 2 GiB, or an array of
     *     another length has the name
     */
    SharedByteArray sharedByteArray(String name, int length);

    /**
     * Finds the {@code byte[]} with this name in the session, or creates it.
     *
     * @param name the name; see the description of this interface
     * @param values the elements if it is created; they are copied
     * @return the array
     * @throws IllegalArgumentException if the array would take more than 2 GiB, or an array of another length has the
     *     name
     */
    SharedByteArray sharedByteArray(String name, byte[] values);

    /**
     * Creates a block of bytes that processes share. Python's {@code SharedMemory(create=True, size=n)}.
     *
     * @param bytes its size in bytes; all are 0
     * @return a new block
     * @throws IllegalArgumentException if the size is not positive, or more than 2 GiB
     */
    SharedMemory sharedMemory(long bytes);

    /**
     * Finds the block with this name in the session, or creates it.
     *
     * @param name the name; see the description of this interface
     * @param bytes its size in bytes; all are 0 if it is created
     * @return the block
     * @throws IllegalArgumentException if the size is not positive or more than 2 GiB, or a block of another size has
     *     the name
     */
    SharedMemory sharedMemory(String name, long bytes);

    /**
     * Finds the block with this name in the session. Python's {@code SharedMemory(name)}.
     *
     * @param name the name; see the description of this interface
     * @return the block
     * @throws java.util.NoSuchElementException if no block has the name
     */
    SharedMemory sharedMemory(String name);
}
