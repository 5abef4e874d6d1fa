package dev.multiproc.inspect;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A session as it was at one moment, seen from outside: its processes, its shared objects, and which process waits for what. It
 * is read from a copy of the session's control file, so no process of the session is asked or disturbed, and all of them may be
 * stopped or dead. What they change while the file is copied may be inconsistent.
 *
 * <p>It knows processes, not threads, and shows up to 16 waiting threads for each process.
 *
 * <p><b>Threads</b>: safe for use by many threads. It does not change.
 *
 * @see dev.multiproc.Multiprocessing#inspect
 */
public interface SessionInspection {
    /**
     * The session's directory.
     *
     * @return an absolute path
     * @throws UnsupportedOperationException if it has none, because it is at a server
     */
    Path directory();

    /**
     * Where the session is.
     *
     * @return its directory; of one at a server its address, without user and password
     */
    default String place() {
        return directory().toString();
    }

    /**
     * Whether the session outlives its processes.
     *
     * @return false for a private session
     */
    boolean isDurable();

    /**
     * When the session was created.
     *
     * @return to the millisecond
     */
    Instant created();

    /**
     * The processes of the session, also those that have ended and whose end no other process has noticed yet.
     *
     * @return an unmodifiable list
     */
    List<InspectedProcess> processes();

    /**
     * The shared objects of the session.
     *
     * @return an unmodifiable list
     */
    List<InspectedObject> objects();

    /**
     * Looks into a queue's files: what its consumers have, and how long the others wait. It changes and locks nothing,
     * and takes some milliseconds.
     *
     * @param object one of {@link #objects}
     * @return what is in it since about the time of this inspection; empty if the object is no queue, or if that
     *     cannot be told because the queue has gone on meanwhile
     * @throws dev.multiproc.MultiprocessingException if its files cannot be read
     */
    default Optional<QueueContent> content(InspectedObject object) {
        return content(object, Long.MAX_VALUE);
    }

    /**
     * The same, and who has taken how many of the queue's latest items: for rates, from one look to the next.
     *
     * @param object one of {@link #objects}
     * @param takenFrom the number of the item from which on it is counted; {@link QueueContent.Taken#end} of the look before
     * @return as in {@link #content(InspectedObject)}
     * @throws dev.multiproc.MultiprocessingException if its files cannot be read
     */
    Optional<QueueContent> content(InspectedObject object, long takenFrom);

    /**
     * Circles of two or more processes, each of which holds a lock that the one before it waits for. Every process that is part
     * of such a circle is in at least one of those listed; not every possible circle is listed.
     *
     * <p>A circle is not certainly a deadlock: in a process with several threads, the one that holds a lock need not be the one
     * that waits.
     *
     * @return an unmodifiable list of circles, the last link of each of which waits for what the first one holds
     */
    List<List<DeadlockLink>> deadlocks();
}
