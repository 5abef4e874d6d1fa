package dev.multiproc.manager;

import dev.multiproc.ChildProcess;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.Journal;
import dev.multiproc.queue.SharedQueue;
import java.time.Duration;

/**
 * A manager's process, which this process has made.
 *
 * @param child the process
 * @param announcements its clients' new connections
 */
record OwnProcess(ChildProcess child, SharedQueue<byte[]> announcements) {
    /** Ends it; kills it if it takes too long. */
    void end(Duration grace) {
        try {
            askToEnd(grace);
            child.kill();
            announcements.delete();
        } catch (IllegalStateException | MultiprocessingException e) {
            // The session is closed, or is being closed just now as the JVM exits, and the manager's process with it;
            // or its directory is
            // gone, and the queue with it.
        }
    }

    private void askToEnd(Duration grace) {
        boolean isInterrupted = Thread.interrupted();
        try {
            announcements.offer(new byte[0], grace);
            child.join(grace);
        } catch (InterruptedException e) {
            isInterrupted = true;
        } catch (MultiprocessingException e) {
            // The session's directory is gone, so nobody reads what is announced: it is killed.
            Journal.debug(OwnProcess.class, "a manager's process cannot be asked to end", e);
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
