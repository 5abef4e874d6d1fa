package dev.multiproc.inspect;

/**
 * A process in a circle of processes that wait for each other.
 *
 * @param process the process
 * @param holds a lock that it holds, and that the process before it in the circle waits for
 * @param waitsFor a lock that it waits for, and that the process behind it in the circle holds
 * @see SessionInspection#deadlocks
 */
public record DeadlockLink(InspectedProcess process, InspectedObject holds, InspectedObject waitsFor) {
    /**
     * As text.
     *
     * @return for example {@code first (pid 12) holds lockA and waits for lockB}
     */
    @Override
    public String toString() {
        return process.name() + " (pid " + process.pid() + ") holds " + holds.name() + " and waits for "
                + waitsFor.name();
    }
}
