package dev.multiproc;

/**
 * What {@link Multiprocessing#awaitAny} can wait for. Implemented by the library only.
 *
 * <ul>
 *   <li>A queue is ready when an item can be taken, or when it is shut down and no item will come.
 *   <li>An end of a pipe is ready when a message can be received, or when none will come (end of file).
 *   <li>An event is ready when it is set, or was set while the call waited.
 *   <li>A latch is ready when its count is zero.
 *   <li>A process is ready when it has ended; a child with a {@linkplain ChildProcess#restart restart policy}, when it has ended for
 *       good.
 * </ul>
 */
public interface Awaitable {}
