package dev.multiproc.internal.live;

import dev.multiproc.inspect.InspectedProcess;
import dev.multiproc.internal.control.OwnPid;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What /proc knows about a process; asked when the process's lock is free. The kernel also releases that lock when the
 * process closes any other descriptor of the file, as happens if it makes a backup that reads the file.
 *
 * <p>A pid can be reused, so it is compared together with the start time of the process; and it is valid in one pid
 * namespace only. Where /proc does not exist, or shows another namespace, the lock alone decides.
 */
public final class ProcessProbe {
    private static final String PROCESSES = "/proc/";
    /** The state is field 3: the first after the name, which may contain spaces and brackets. */
    private static final int FIRST_FIELD = 3;

    private static final int THREADS_FIELD = 20;
    private static final int START_FIELD = 22;
    private static final int MAX_BYTES = 1024;

    /** Result of {@link #start}: there is no such process, or it is a zombie. */
    private static final long GONE = 0;
    /** Result of {@link #start}: the system does not tell. */
    private static final long UNKNOWN = -1;

    /** The pid of this process. */
    private static final long PID = OwnPid.get();

    private static final long NAMESPACE = findNamespace();
    private static final long START_TICKS = NAMESPACE == 0 ? 0 : start(PID);

    private ProcessProbe() {}

    /** Loads what {@link #isGone} needs. */
    static void warmUp() {
        boolean unused = isGone(PID);
    }

    /** When this process started, in clock ticks; 0 if the system does not tell. */
    static long startTicks() {
        return START_TICKS;
    }

    /** The pid namespace of this process; 0 if the system does not tell. */
    static long namespace() {
        return NAMESPACE;
    }

    /**
     * Whether a process is known to be alive, perhaps stopped. Also false if the system cannot tell.
     *
     * @param startTicks its own start time, as it has written it
     * @param namespace its own pid namespace, as it has written it
     */
    static boolean knowsAlive(long pid, long startTicks, long namespace) {
        if (!canTell(startTicks, namespace)) {
            return false;
        }
        long start = start(pid);
        return start == startTicks || start == UNKNOWN;
    }

    /** Whether the system can tell whether such a process is alive. */
    static boolean canTell(long startTicks, long namespace) {
        return START_TICKS != 0 && startTicks != 0 && namespace == NAMESPACE;
    }

    /** Whether no process has this pid, in this process's namespace. */
    static boolean isGone(long pid) {
        return START_TICKS == 0
                ? ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()
                : start(pid) == GONE;
    }

    /**
     * What a process of this start of the machine does, for reports.
     *
     * @param startTicks its own start time, as it has written it; 0 if it has not, or no longer
     * @param namespace its own pid namespace, if it has written its start time
     */
    public static InspectedProcess.State state(long pid, long startTicks, long namespace) {
        if (START_TICKS != 0 && startTicks != 0 && namespace != NAMESPACE) {
            return InspectedProcess.State.UNKNOWN;
        }
        byte[] stat = new byte[MAX_BYTES];
        long start = START_TICKS == 0 ? (isGone(pid) ? GONE : UNKNOWN) : start(pid, stat);
        if (start == GONE || start != UNKNOWN && startTicks != 0 && start != startTicks) {
            return InspectedProcess.State.KILLED;
        }
        int at = firstField(stat, stat.length);
        boolean isStopped = at < stat.length && (stat[at] == 'T' || stat[at] == 't');
        return isStopped ? InspectedProcess.State.STOPPED : InspectedProcess.State.RUNNING;
    }

    private static long start(long pid) {
        return start(pid, new byte[MAX_BYTES]);
    }

    /**
     * The start time of a process in clock ticks. Read as bytes, since each child does this at its start.
     *
     * @param stat for what the system says of the process
     */
    private static long start(long pid, byte[] stat) {
        int length;
        try (FileInputStream file = new FileInputStream(PROCESSES + pid + "/stat")) {
            length = file.read(stat);
        } catch (FileNotFoundException e) {
            // This also happens if this process has too many files open.
            return new File(PROCESSES + pid).exists() ? UNKNOWN : GONE;
        } catch (IOException e) {
            // The process has ended since the file was opened.
            return GONE;
        }
        return length <= 0 ? GONE : start(stat, length);
    }

    static long start(byte[] stat, int length) {
        int at = firstField(stat, length);
        if (at >= length) {
            return UNKNOWN;
        }
        // The first thread of a JVM may end a moment before the others: while they run, the process is alive.
        boolean hasEnded = (stat[at] == 'Z' || stat[at] == 'X') && field(stat, length, at, THREADS_FIELD) <= 1;
        return hasEnded ? GONE : field(stat, length, at, START_FIELD);
    }

    /** Where the state is; behind the end if there is none. */
    private static int firstField(byte[] stat, int length) {
        int at = length - 1;
        while (at > 0 && stat[at] != ')') {
            at--;
        }
        return at + 2;
    }

    private static long field(byte[] stat, int length, int first, int field) {
        int at = first;
        for (int spaces = field - FIRST_FIELD; spaces > 0 && at < length; at++) {
            if (stat[at] == ' ') {
                spaces--;
            }
        }
        if (at >= length) {
            return UNKNOWN;
        }
        long value = 0;
        for (; at < length && stat[at] >= '0' && stat[at] <= '9'; at++) {
            value = value * 10 + stat[at] - '0';
        }
        return value;
    }

    private static long findNamespace() {
        try {
            // If /proc belongs to another namespace, this link names another process, or none.
            String own = Files.readSymbolicLink(Path.of(PROCESSES, "self")).toString();
            String name = Files.readSymbolicLink(Path.of(PROCESSES, "self", "ns", "pid"))
                    .toString();
            byte[] digits = name.substring(name.indexOf('[') + 1).getBytes(StandardCharsets.US_ASCII);
            return own.equals(Long.toString(PID)) ? field(digits, digits.length, 0, FIRST_FIELD) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
