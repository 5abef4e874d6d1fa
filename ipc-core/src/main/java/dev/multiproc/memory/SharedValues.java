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
}
