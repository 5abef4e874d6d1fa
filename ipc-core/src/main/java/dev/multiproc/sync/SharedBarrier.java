package dev.multiproc.sync;

import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A barrier at which a fixed number of threads of any processes wait for each other: Python's {@code
 * multiprocessing.Barrier} with the contract of {@link java.util.concurrent.CyclicBarrier}.
 *
 * <p>Either all threads go on or none does. If a waiting thread is interrupted, times out or dies, the barrier breaks:
 * all threads get {@link BrokenBarrierException} until it is {@link #reset()}. The last thread to arrive runs the
 * action, if there is one, before the others go on. If the action throws, the exception goes to that thread and the
 * barrier breaks for the others.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many threads of up to 96 processes at a time. A task can capture
 * it and a queue can carry it; the receiver gets the same barrier. <b>Blocking</b>: waiting uses no processor time.
 * <b>Death</b>: if a process dies while a thread of it waits or runs the action, the barrier breaks within 100 ms.
 * <b>Memory</b>: actions before a wait happen-before the barrier's action, which happens-before actions after the wait;
 * between processes this applies to accesses to shared memory.
 *
 * <p>Every method throws {@link IllegalStateException} if the session is closed.
 */
public interface SharedBarrier {
    /**
     * The barrier's name in its session.
     *
     * @return the name it was created with, or a generated one
     */
    String name();

    /**
     * Deletes the barrier for all processes: its name is free at once, and its place among the session's objects too. Threads that wait for it
     * get {@link dev.multiproc.ObjectDeletedException}, and so does every later call.
     * In other processes that takes up to 100 ms.
     *
     * @return false if some process had already deleted it
     * @throws IllegalStateException if the session is closed
     */
    boolean delete();

    /**
     * Waits until all parties have arrived, or the barrier's time limit has passed, if it was created with one. Python's
     * {@code wait}.
     *
     * @return the arrival index: {@code getParties() - 1} for the first thread, 0 for the last. (Python counts the
     *     other way.)
     * @throws InterruptedException if interrupted before or while waiting; the barrier is then broken
     * @throws BrokenBarrierException if the barrier is broken, or breaks or is reset while waiting; or if its time limit has
     *     passed, which breaks it, unless this thread was waiting for the action of the parties before it
     * @throws dev.multiproc.MultiprocessingException if threads of more than 96 processes wait
     */
    int await() throws InterruptedException, BrokenBarrierException;

    /**
     * Waits until all parties have arrived, or the time is up. Python's {@code wait(timeout)}.
     *
     * @param timeout how long to wait; zero or less means do not wait
     * @param unit the unit of the timeout
     * @return the arrival index: {@code getParties() - 1} for the first thread, 0 for the last
     * @throws InterruptedException if interrupted before or while waiting; the barrier is then broken
     * @throws BrokenBarrierException if the barrier is broken, or breaks or is reset while waiting
     * @throws TimeoutException if the time is up first; the barrier is then broken
     * @throws dev.multiproc.MultiprocessingException if threads of more than 96 processes wait
     */
    int await(long timeout, TimeUnit unit) throws InterruptedException, BrokenBarrierException, TimeoutException;

    /**
     * Waits until all parties have arrived, or the time is up. Python's {@code wait(timeout)}.
     *
     * @param timeout how long to wait; zero or less means do not wait, and about 70 years or more, without a limit
     * @return the arrival index: {@code getParties() - 1} for the first thread, 0 for the last
     * @throws InterruptedException if interrupted before or while waiting; the barrier is then broken
     * @throws BrokenBarrierException if the barrier is broken, or breaks or is reset while waiting
     * @throws TimeoutException if the time is up first; the barrier is then broken
     * @throws dev.multiproc.MultiprocessingException if threads of more than 96 processes wait
     */
    default int await(Duration timeout) throws InterruptedException, BrokenBarrierException, TimeoutException {
        return await(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
    }

    /**
     * Breaks the barrier: waiting threads, and those that arrive later, get {@link BrokenBarrierException}. Python's
     * {@code abort}.
     */
    void abort();

    /**
     * Resets the barrier to its initial state: waiting threads get {@link BrokenBarrierException}, and threads that
     * arrive later wait again. Python's {@code reset}.
     */
    void reset();

    /**
     * Whether the barrier is broken; a racy check. Python's {@code broken}.
     *
     * @return true from when it broke until it is reset
     */
    boolean isBroken();

    /**
     * The number of threads the barrier waits for. Python's {@code parties}.
     *
     * @return the number it was created with
     */
    int getParties();

    /**
     * How many threads wait at the barrier; a racy check. Python's {@code n_waiting}.
     *
     * @return 0 if it is broken
     */
    int getNumberWaiting();
}
