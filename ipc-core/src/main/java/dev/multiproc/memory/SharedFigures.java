package dev.multiproc.memory;

import java.util.List;

/**
 * Numbers by their names, with which a program shows what it is doing to those who look at its session: {@code multiproc inspect} and
 * {@link dev.multiproc.Multiprocessing#inspect} list them, also while the program is stopped, and after its death in a durable
 * session. A pool shows its tasks and workers so.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many threads of many processes. A task can capture it and a queue can carry it;
 * the receiver gets the same numbers. <b>Blocking</b>: never. <b>Death</b>: each number is written in one step, so whoever reads
 * several of them may see some before and some after a change. <b>Memory</b>: as volatile fields.
 *
 * <p>Every method with an index throws {@link IndexOutOfBoundsException} if there is no such number, and every one that reads or writes
 * throws {@link IllegalStateException} if the session is closed.
 */
public interface SharedFigures {
    /** How many numbers there are at most. */
    int MAX_COUNT = 16;

    /** How long a number's name is at most, in bytes of UTF-8. */
    int MAX_TITLE_BYTES = 39;

    /**
     * The name of all of them in their session.
     *
     * @return the name they were created with, or a generated one
     */
    String name();

    /**
     * What the numbers are.
     *
     * @return their names, in their order
     */
    List<String> titles();

    /**
     * Reads a number.
     *
     * @param index which one, from 0 in the order of the names
     * @return its value
     */
    long get(int index);

    /**
     * Writes a number.
     *
     * @param index which one, from 0 in the order of the names
     * @param value its new value
     */
    void set(int index, long value);

    /**
     * Adds to a number, in one step.
     *
     * @param index which one, from 0 in the order of the names
     * @param delta what to add
     */
    void add(int index, long delta);

    /**
     * Deletes the numbers: their name is free at once, and their place among the session's objects too; they can no longer be found.
     * Processes that have them, including this one, can go on using them.
     *
     * @return false if some process had already deleted them
     * @throws IllegalStateException if the session is closed
     */
    boolean delete();
}
