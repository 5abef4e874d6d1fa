package dev.multiproc.internal.live;

import dev.multiproc.internal.control.OwnPid;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the system knows of a process, asked when its lock is free: the kernel drops a process's lock also when that process
 * closes any other descriptor of the file, as a backup does that reads it.
 *
 * <p>A pid may be used again, so the time of the process's start goes with it, and it names a process in its pid namespace only.
 * Where the system does not tell, or tells another namespace's pids, there is no witness, and the lock alone decides.
 */
final class ProcessProbe {
    private static final String PROCESSES = "/proc/";
    /** What follows the name, which may have spaces and brackets: the state is field 3. */
    private static final int FIRST_FIELD = 3;

    private static final int THREADS_FIELD = 20;
    private static final int START_FIELD = 22;
    private static final int MAX_BYTES = 1024;

    /** Of {@link #start}: there is no such process, or it has ended and its parent has not asked yet. */
    private static final long GONE = 0;
    /** Of {@link #start}: the system does not tell. */
    private static final long UNKNOWN = -1;

    /** Of this process. */
    private static final long PID = OwnPid.get();

    private static final long NAMESPACE = findNamespace();
    private static final long START_TICKS = NAMESPACE == 0 ? 0 : start(PID);

    private ProcessProbe() {}

    /** Asks for what this process will have to say of itself. */
    static void warmUp() {
        boolean unused = isGone(PID);
    }

    /** When this process started; 0 if the system does not tell. */
    static long startTicks() {
        return START_TICKS;
    }

    /** In which pid namespace this process is; 0 if the system does not tell. */
    static long namespace() {
        return NAMESPACE;
    }

    /**
     * Whether a process lives, which may be stopped. False as well if there is nobody to ask.
     *
     * @param startTicks what it knows of itself
     * @param namespace likewise
     */
    static boolean knowsAlive(long pid, long startTicks, long namespace) {
        if (!canTell(startTicks, namespace)) {
            return false;
        }
        long start = start(pid);
        return start == startTicks || start == UNKNOWN;
    }

    /** Whether the system can tell about this process. */
    static boolean canTell(long startTicks, long namespace) {
        return START_TICKS != 0 && startTicks != 0 && namespace == NAMESPACE;
    }

    /** Whether there is no process of this pid as seen from here. */
    static boolean isGone(long pid) {
        return START_TICKS == 0
                ? ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()
                : start(pid) == GONE;
    }

    /** The time of a process's start in the system's ticks, read as bytes: on the way of a child's start. */
    private static long start(long pid) {
        byte[] stat = new byte[MAX_BYTES];
        int length;
        try (FileInputStream file = new FileInputStream(PROCESSES + pid + "/stat")) {
            length = file.read(stat);
        } catch (FileNotFoundException e) {
            // It may also be that this process has too many files open.
            return new File(PROCESSES + pid).exists() ? UNKNOWN : GONE;
        } catch (IOException e) {
            // It has gone since the file was opened.
            return GONE;
        }
        return length <= 0 ? GONE : start(stat, length);
    }

    static long start(byte[] stat, int length) {
        int at = length - 1;
        while (at > 0 && stat[at] != ')') {
            at--;
        }
        at += 2;
        if (at >= length) {
            return UNKNOWN;
        }
        // The first thread of a JVM ends with the others, but not at the same moment: until then they run.
        boolean hasEnded = (stat[at] == 'Z' || stat[at] == 'X') && field(stat, length, at, THREADS_FIELD) <= 1;
        return hasEnded ? GONE : field(stat, length, at, START_FIELD);
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
            // With the /proc of another namespace it leads to another process, or to none.
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
