package dev.multiproc.manager;

import java.io.Serializable;
import java.time.Instant;

/**
 * Where a manager is: what each process has to know that uses its objects.
 *
 * @param id no two managers have the same
 * @param queue the name of the queue in which clients announce their connections
 * @param pid of the manager's process
 * @param startMillis when that process started, by its operating system; 0 if that is not known. Another may get its pid
 */
record ManagerAddress(String id, String queue, long pid, long startMillis) implements Serializable {
    /** The address of a process that has been started. */
    static ManagerAddress of(String id, String queue, long pid) {
        long started = ProcessHandle.of(pid).map(ManagerAddress::startMillis).orElse(0L);
        return new ManagerAddress(id, queue, pid, started);
    }

    private static long startMillis(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    boolean isAlive() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> startMillis == 0 || startMillis(process) == startMillis)
                .isPresent();
    }

    @Override
    public String toString() {
        return "the manager in process " + pid;
    }
}
