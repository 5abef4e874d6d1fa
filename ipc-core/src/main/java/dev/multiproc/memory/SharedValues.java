package dev.multiproc.memory;

/**
 * Makes the values, arrays and blocks of memory that processes share: part of {@link dev.multiproc.Multiprocessing}.
 *
 * <p>Each can be captured by a task, put into a queue and sent on to a child's child, and arrives as the same object. Processes
 * that are no relatives meet by a name: 1 to 80 bytes of UTF-8, without slashes, exclamation marks and control characters. An
 * object that exists under the name is found, and keeps its value. In a durable session those with a name keep it also when all
 * processes have ended, or were killed.
 *
 * <p>Every method throws {@link IllegalStateException} if the session is closed, and {@link
 * dev.multiproc.MultiprocessingException} if the session's 1024 objects are used up; those with a name throw {@link
 * IllegalArgumentException} if the name is not allowed, or names something of another kind.
 */
public interface SharedValues {
    /**
     * Makes an {@code int} that processes share. As Python's {@code Value('i', n)}.
     *
     * @param initial its first value
     * @return a new value
     */
    SharedInteger sharedInteger(int initial);

    /**
     * Finds the {@code int} of that name in the session, or makes it.
     *
     * @param name see above
     * @param initial its first value, if it is not there
     * @return the value
     */
    SharedInteger sharedInteger(String name, int initial);

    /**
     * Makes a {@code long} that processes share. As Python's {@code Value('q', n)}.
     *
     * @param initial its first value
     * @return a new value
     */
    SharedLong sharedLong(long initial);

    /**
     * Finds the {@code long} of that name in the session, or makes it.
     *
     * @param name see above
     * @param initial its first value, if it is not there
     * @return the value
     */
    SharedLong sharedLong(String name, long initial);

    /**
     * Makes a {@code double} that processes share. As Python's {@code Value('d', x)}.
     *
     * @param initial its first value
     * @return a new value
     */
    SharedDouble sharedDouble(double initial);

    /**
     * Finds the {@code double} of that name in the session, or makes it.
     *
     * @param name see above
     * @param initial its first value, if it is not there
     * @return the value
     */
    SharedDouble sharedDouble(String name, double initial);

    /**
     * Makes a {@code boolean} that processes share.
     *
     * @param initial its first value
     * @return a new value
     */
    SharedBoolean sharedBoolean(boolean initial);

    /**
     * Finds the {@code boolean} of that name in the session, or makes it.
     *
     * @param name see above
     * @param initial its first value, if it is not there
     * @return the value
     */
    SharedBoolean sharedBoolean(String name, boolean initial);

    /**
     * Makes a reference to a small object that processes share.
     *
     * @param <T> the type of the value
     * @param initial its first value; may be null
     * @return a new reference
     * @throws IllegalArgumentException if the value cannot be encoded, or takes more than 64 KiB
     */
    <T> SharedReference<T> sharedReference(T initial);

    /**
     * Finds the reference of that name in the session, or makes it.
     *
     * @param <T> the type of the value
     * @param name see above
     * @param initial its first value, if it is not there; may be null
     * @return the reference
     * @throws IllegalArgumentException if the value cannot be encoded, or takes more than 64 KiB
     */
    <T> SharedReference<T> sharedReference(String name, T initial);

    /**
     * Makes an {@code int[]} that processes share. As Python's {@code Array('i', n)}.
     *
     * @param length how many elements, all of them 0
     * @return a new array
     * @throws IllegalArgumentException if the length is negative, or the array would take more than 2 GiB
     */
    SharedIntArray sharedIntArray(int length);

    /**
     * Makes an {@code int[]} that processes share. As Python's {@code Array('i', values)}.
     *
     * @param values are copied
     * @return a new array
     * @throws IllegalArgumentException if the array would take more than 2 GiB
     */
    SharedIntArray sharedIntArray(int[] values);

    /**
     * Finds the {@code int[]} of that name in the session, or makes it.
     *
     * @param name see above
     * @param length how many elements, all of them 0 if it is not there
     * @return the array
     * @throws IllegalArgumentException if the length is negative, or the array would take more than 2 GiB, or there is one of
     *     another length
     */
    SharedIntArray sharedIntArray(String name, int length);

    /**
     * Finds the {@code int[]} of that name in the session, or makes it.
     *
     * @param name see above
     * @param values are copied if it is not there
     * @return the array
     * @throws IllegalArgumentException if the array would take more than 2 GiB, or there is one of another length
     */
    SharedIntArray sharedIntArray(String name, int[] values);

    /**
     * Makes a {@code long[]} that processes share. As Python's {@code Array('q', n)}.
     *
     * @param length how many elements, all of them 0
     * @return a new array
     * @throws IllegalArgumentException if the length is negative, or the array would take more than 2 GiB
     */
    SharedLongArray sharedLongArray(int length);

    /**
     * Makes a {@code long[]} that processes share. As Python's {@code Array('q', values)}.
     *
     * @param values are copied
     * @return a new array
     * @throws IllegalArgumentException if the array would take more than 2 GiB
     */
    SharedLongArray sharedLongArray(long[] values);

    /**
     * Finds the {@code long[]} of that name in the session, or makes it.
     *
     * @param name see above
     * @param length how many elements, all of them 0 if it is not there
     * @return the array
     * @throws IllegalArgumentException if the length is negative, or the array would take more than 2 GiB, or there is one of
     *     another length
     */
    SharedLongArray sharedLongArray(String name, int length);

    /**
     * Finds the {@code long[]} of that name in the session, or makes it.
     *
     * @param name see above
     * @param values are copied if it is not there
     * @return the array
     * @throws IllegalArgumentException if the array would take more than 2 GiB, or there is one of another length
     */
    SharedLongArray sharedLongArray(String name, long[] values);

    /**
     * Makes a {@code double[]} that processes share. As Python's {@code Array('d', n)}.
     *
     * @param length how many elements, all of them 0
     * @return a new array
     * @throws IllegalArgumentException if the length is negative, or the array would take more than 2 GiB
     */
    SharedDoubleArray sharedDoubleArray(int length);

    /**
     * Makes a {@code double[]} that processes share. As Python's {@code Array('d', values)}.
     *
     * @param values are copied
     * @return a new array
     * @throws IllegalArgumentException if the array would take more than 2 GiB
     */
    SharedDoubleArray sharedDoubleArray(double[] values);

    /**
     * Finds the {@code double[]} of that name in the session, or makes it.
     *
     * @param name see above
     * @param length how many elements, all of them 0 if it is not there
     * @return the array
     * @throws IllegalArgumentException if the length is negative, or the array would take more than 2 GiB, or there is one of
     *     another length
     */
    SharedDoubleArray sharedDoubleArray(String name, int length);

    /**
     * Finds the {@code double[]} of that name in the session, or makes it.
     *
     * @param name see above
     * @param values are copied if it is not there
     * @return the array
     * @throws IllegalArgumentException if the array would take more than 2 GiB, or there is one of another length
     */
    SharedDoubleArray sharedDoubleArray(String name, double[] values);

    /**
     * Makes a {@code byte[]} that processes share. As Python's {@code Array('b', n)}.
     *
     * @param length how many elements, all of them 0
     * @return a new array
     * @throws IllegalArgumentException if the length is negative, or the array would take more than 2 GiB
     */
    SharedByteArray sharedByteArray(int length);

    /**
     * Makes a {@code byte[]} that processes share. As Python's {@code Array('b', values)}.
     *
     * @param values are copied
     * @return a new array
     * @throws IllegalArgumentException if the array would take more than 2 GiB
     */
    SharedByteArray sharedByteArray(byte[] values);

    /**
     * Finds the {@code byte[]} of that name in the session, or makes it.
     *
     * @param name see above
     * @param length how many elements, all of them 0 if it is not there
     * @return the array
     * @throws IllegalArgumentException if the length is negative, or the array would take more than 2 GiB, or there is one of
     *     another length
     */
    SharedByteArray sharedByteArray(String name, int length);

    /**
     * Finds the {@code byte[]} of that name in the session, or makes it.
     *
     * @param name see above
     * @param values are copied if it is not there
     * @return the array
     * @throws IllegalArgumentException if the array would take more than 2 GiB, or there is one of another length
     */
    SharedByteArray sharedByteArray(String name, byte[] values);

    /**
     * Makes a block of bytes that processes share. As Python's {@code SharedMemory(create=True, size=n)}.
     *
     * @param bytes its size; all are 0
     * @return a new block
     * @throws IllegalArgumentException if the size is not positive, or more than 2 GiB
     */
    SharedMemory sharedMemory(long bytes);

    /**
     * Finds the block of that name in the session, or makes it.
     *
     * @param name see above
     * @param bytes its size; all are 0 if it is not there
     * @return the block
     * @throws IllegalArgumentException if the size is not positive, or more than 2 GiB, or there is one of another size
     */
    SharedMemory sharedMemory(String name, long bytes);

    /**
     * Finds the block of that name in the session. As Python's {@code SharedMemory(name)}.
     *
     * @param name see above
     * @return the block
     * @throws java.util.NoSuchElementException if there is none
     */
    SharedMemory sharedMemory(String name);
}
