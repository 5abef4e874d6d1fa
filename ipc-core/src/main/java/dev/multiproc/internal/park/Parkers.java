package dev.multiproc.internal.park;

import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.Undisturbed;
import java.util.function.Supplier;

/** Chooses the way to sleep: the fastest that a trial shows to work. */
public final class Parkers {
    private static final String NO_FUTEX = "no futex here; choose WaitStrategy.AUTO";

    private Parkers() {}

    /** Which to choose. */
    public enum Choice {
        AUTO,
        FUTEX,
        SOCKET
    }

    /**
     * Makes a parker for this process. All processes of a session must come to the same choice; being of one machine and
     * one JDK they do, and where they do not, the janitor's tick is what remains.
     *
     * @param doors where others say how to ring, and this process does
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

    /** The same once the session's processes are not young any more; until then threads nap. */
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

    /** Sleeps and wakes once, as a process does later: for who writes down which classes that takes. */
    public static void rehearse() {
        Parker parker = choose(Choice.AUTO, WakeUpChannels.alone());
        Parker.Word word = new Parker.Word(MappedRegion.onHeapOutside(Integer.BYTES), 0, Parker.bit(0));
        parker.park(word, 0, 1);
        parker.wake(word, Parker.DIRECT, true);
        parker.close();
    }

    /** JNA, when it is loaded, waits for a process that it starts, and swallows an interrupt there. */
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
