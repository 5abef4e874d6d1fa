package dev.multiproc.internal.park;

import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.Undisturbed;
import java.util.function.Supplier;

/** Chooses how threads sleep: in the fastest way that works, as a trial call shows. */
public final class Parkers {
    private static final String NO_FUTEX = "no futex here; choose WaitStrategy.AUTO";

    private Parkers() {}

    /** Which parker to use. */
    public enum Choice {
        AUTO,
        FUTEX,
        SOCKET
    }

    /**
     * Makes a parker for this process. All processes of a session must make the same choice. On one machine with one
     * JDK they do; where they do not, only the janitor's tick wakes their threads.
     *
     * @param channels where each process of the session says how to wake its listener
     */
    public static Parker choose(Choice choice, WakeUpChannels channels) {
        if (choice != Choice.SOCKET) {
            try {
                return new FutexParker(trySyscall(), channels);
            } catch (LinkageError | RuntimeException e) {
                if (choice == Choice.FUTEX) {
                    throw new UnsupportedOperationException(NO_FUTEX, e);
                }
                Journal.debug(Parkers.class, "no futex here, sockets instead", e);
            }
        }
        return new SocketParker(channels);
    }

    /** Makes a parker that polls during the session's start phase, and makes the chosen parker afterwards. */
    public static Parker chooseLater(Choice choice, WakeUpChannels channels, StartPhase startPhase) {
        if (choice == Choice.FUTEX) {
            try {
                checkSystem();
            } catch (UnsupportedOperationException e) {
                throw new UnsupportedOperationException(NO_FUTEX, e);
            }
        }
        return new PollingParker(new Later(choice, channels), startPhase, channels);
    }

    private record Later(Choice choice, WakeUpChannels channels) implements Supplier<Parker> {
        @Override
        public Parker get() {
            return choose(choice, channels);
        }
    }

    /** Sleeps and wakes once, as a process does later, so that the classes loaded by it can be recorded. */
    public static void rehearse() {
        Parker parker = choose(Choice.AUTO, WakeUpChannels.alone());
        Parker.Word word = new Parker.Word(MappedRegion.onHeapOutside(Integer.BYTES), 0, Parker.bit(0));
        parker.park(word, 0, 1);
        parker.wake(word, Parker.DIRECT, true);
        parker.close();
    }

    /** The name of the parker that {@link Choice#AUTO} chooses in this JVM, for reports. */
    public static String nameOfBest() {
        Parker parker = choose(Choice.AUTO, WakeUpChannels.alone());
        try {
            return parker.name();
        } finally {
            parker.close();
        }
    }

    /** JNA starts a process when it is loaded, waits for it, and loses an interrupt that comes meanwhile. */
    private static final class LoadJna implements Undisturbed.Call<Syscall> {
        @Override
        public Syscall run() {
            return new JnaSyscall();
        }
    }

    private static void checkSystem() {
        if (!"Linux".equals(System.getProperty("os.name"))) {
            throw new UnsupportedOperationException("not Linux");
        }
        Syscall.futexNumber();
    }

    private static Syscall trySyscall() {
        checkSystem();
        Syscall syscall = Runtime.version().feature() >= 22 ? new ForeignSyscall() : Undisturbed.call(new LoadJna());
        MappedRegion word = MappedRegion.onHeapOutside(8);
        if (syscall.futexWake(syscall.address(word.memory()), 1, -1) != 0) {
            throw new UnsupportedOperationException("the kernel refuses the futex call");
        }
        return syscall;
    }
}
