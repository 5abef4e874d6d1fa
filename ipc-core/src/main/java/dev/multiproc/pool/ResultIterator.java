package dev.multiproc.pool;

import java.time.Duration;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The results of {@link ProcessPool#imap}, as they come. Python's iterator of {@code Pool.imap}.
 *
 * <p>The input is read by a thread of the pool, and only so far ahead that the workers have something to do: it may be endless, and
 * may block. An input that throws ends the results with that exception, behind the results of what came before.
 *
 * <p><b>Threads</b>: safe for use by many threads; each result goes to one.
 *
 * @param <R> the type of the results
 */
public interface ResultIterator<R> extends Iterator<R>, AutoCloseable {
    /**
     * Whether there will be another result. Waits until that is known, so as long as the input does not say whether it goes on, but
     * not for the result.
     *
     * @return false if all inputs have had their results
     * @throws java.util.concurrent.CompletionException with an {@link InterruptedException}, if interrupted while waiting; the thread
     *     is still interrupted then
     */
    @Override
    boolean hasNext();

    /**
     * The next result; waits for it.
     *
     * @return the result
     * @throws java.util.NoSuchElementException if there are no more
     * @throws java.util.concurrent.CompletionException if its task has failed; the cause says why. The next call gives the next
     *     result. Also if interrupted while waiting; the thread is still interrupted then
     */
    @Override
    R next();

    /**
     * The next result; waits for it up to a time.
     *
     * @param timeout how long to wait; zero or less means do not wait
     * @return the result
     * @throws TimeoutException if it is not there in time; it can be asked for again
     * @throws ExecutionException if its task has failed; the cause says why. The next call gives the next result
     * @throws java.util.NoSuchElementException if there are no more
     * @throws InterruptedException if interrupted while waiting
     */
    R next(Duration timeout) throws InterruptedException, ExecutionException, TimeoutException;

    /**
     * The results as a stream, which closes this when it is closed. It ends with the first failure: {@link
     * java.util.concurrent.CompletionException}.
     *
     * @return a sequential stream
     */
    default Stream<R> stream() {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED), false)
                .onClose(this::close);
    }

    /**
     * Cancels what has not been done, and reads no more input. The results that are left are lost. An iterator that is neither closed
     * nor read to its end keeps a thread until its pool ends.
     */
    @Override
    void close();
}
