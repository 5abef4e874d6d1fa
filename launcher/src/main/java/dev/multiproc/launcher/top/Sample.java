package dev.multiproc.launcher.top;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A session as it was at one moment, with what has changed since the sample before. What cannot be known is empty.
 *
 * @param directory of the session
 * @param isDurable whether the session outlives its processes
 * @param created when the session was created
 * @param processes its processes
 * @param queues its queues, without those of dead letters
 * @param locks its locks and other synchronizers
 * @param waits which process waits for what
 * @param figures what pools, managers and programs say about themselves
 * @param deadlocks circles of processes that wait for each other, in words
 */
record Sample(
        String directory,
        boolean isDurable,
        Instant created,
        List<ProcessRow> processes,
        List<QueueRow> queues,
        List<LockRow> locks,
        List<WaitRow> waits,
        List<FigureRow> figures,
        List<String> deadlocks) {

    /**
     * A process.
     *
     * @param activity working, waiting, stopped, starting, ended, killed or unknown
     * @param cpuPercent of one processor, since the sample before
     * @param memoryBytes resident, with what it shares with others
     * @param itemsPerSecond taken from queues since the sample before, or done, of those that write down how many
     * @param itemsHeld items of queues that it has taken and not finished
     * @param itemSeconds how long ago the oldest of these was put
     */
    record ProcessRow(
            String name,
            long pid,
            OptionalLong parent,
            String activity,
            OptionalDouble cpuPercent,
            OptionalLong memoryBytes,
            int restarts,
            OptionalDouble itemsPerSecond,
            int itemsHeld,
            OptionalLong itemSeconds) {}

    /**
     * A queue.
     *
     * @param depth items that wait
     * @param inFlight items that were taken and are not finished
     * @param oldestSeconds how long ago the item that waits longest was put
     * @param putPerSecond since the sample before
     * @param takenPerSecond the same
     * @param secondsLeft until it is empty if both go on like this
     * @param redelivered of the items that wait or are in flight, how many were taken before
     * @param dead dead letters
     */
    record QueueRow(
            String name,
            String type,
            long depth,
            OptionalLong inFlight,
            OptionalLong oldestSeconds,
            OptionalDouble putPerSecond,
            OptionalDouble takenPerSecond,
            OptionalLong secondsLeft,
            OptionalLong redelivered,
            long dead) {}

    /**
     * A lock or another synchronizer.
     *
     * @param figures its numbers by their names
     * @param holders who holds it
     * @param waiters how many threads wait for it
     * @param longestWaitSeconds how long one of them has been seen to wait, by this program
     */
    record LockRow(
            String name,
            String type,
            Map<String, Object> figures,
            List<String> holders,
            int waiters,
            OptionalLong longestWaitSeconds) {}

    /**
     * A wait.
     *
     * @param blockers who has to let go, if that is known
     * @param seconds how long it has been seen, by this program
     */
    record WaitRow(String process, long pid, String purpose, String object, List<String> blockers, long seconds) {}

    /** Numbers by their names. */
    record FigureRow(String name, Map<String, Object> figures) {}

    /** The process with a pid. */
    Optional<ProcessRow> process(long pid) {
        return processes.stream().filter(row -> row.pid() == pid).findFirst();
    }
}
