package dev.multiproc.pipe;

import java.io.Closeable;

/**
 * Two connected ends: what is sent at one is received at the other. Python's {@code multiprocessing.Pipe()}.
 *
 * <p>A task can capture an end, or the pipe for both its ends, and queues and pipes can carry them. Many processes can have one
 * end at the same time. What counts is which processes have an end:
 *
 * <ul>
 *   <li>The process that created the pipe has both ends.
 *   <li>A child has the ends that its task holds, from {@link dev.multiproc.ChildProcess#start} on. The parent does not have them any
 *       more from then on, so it need not close them. If it uses such an end afterwards, it has it again, until it closes it; so it
 *       does if one of its threads is using the end while the child is started.
 *   <li>A process that receives an end, from a queue or another pipe, has it. The process that sent it keeps it, and should close
 *       it only once the other one has got it.
 *   <li>A process no longer has an end that it has closed, or when it has ended, however that happens. A stopped process
 *       (SIGSTOP) still has its ends.
 * </ul>
 *
 * <p>When no process has one end any more, {@code receive} at the other end throws {@link java.io.EOFException} once all messages
 * have been received, and {@code send} throws {@link BrokenPipeException}: within 100 ms of a death, and at once otherwise. If a
 * process gets the end after all, it works again. When no process has any end, the pipe is gone.
 *
 * <p>Each direction has a buffer of 256 KiB. A longer message is handed over in pieces, so it is sent only when another process, or
 * thread, receives it.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
public interface Pipe extends Closeable {
    /**
     * The first end; of a one-way pipe, the end that receives.
     *
     * @return the end, as this process has it
     */
    Connection first();

    /**
     * The second end; of a one-way pipe, the end that sends.
     *
     * @return the end, as this process has it
     */
    Connection second();

    /** Closes both ends for this process. Closing again does nothing. */
    @Override
    void close();
}
