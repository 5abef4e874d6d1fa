package dev.multiproc.internal.park;

import java.util.Optional;

/** Sleeps on the word itself, in the kernel. A virtual thread would keep its carrier in there: those sleep at the door. */
final class FutexParker implements Parker {
    private final Futex futex;
    private final WakeUpListener keeper;
    private final WakeUpSender ringer;

    FutexParker(Syscall syscall, WakeUpChannels doors) {
        this.futex = new Futex(syscall);
        this.keeper = new WakeUpListener(doors, new WakeUpWord(futex, doors.bell(doors.slot())));
        this.ringer = new WakeUpSender(doors, Optional.of(futex));
    }

    @Override
    public boolean sleepsAtDoor() {
        return Threads.isVirtual();
    }

    @Override
    public WakeUpListener door() {
        return keeper;
    }

    @Override
    public void park(Word word, int expected, long nanos) {
        if (Threads.isVirtual()) {
            Threads.nap(word, expected, nanos);
        } else if (Threads.isManaged(nanos)) {
            Threads.sleepManaged(() -> futex.sleep(word, expected, nanos));
        } else {
            futex.sleep(word, expected, nanos);
        }
    }

    @Override
    public void wake(Word word, long waiters, boolean all) {
        if ((int) waiters != 0) {
            futex.wake(word, waiters, all);
        }
        if (waiters >>> BITS != 0) {
            ringer.ring(Parker.doorBits(waiters));
        }
    }

    @Override
    public String name() {
        return futex.name();
    }

    @Override
    public void close() {
        keeper.close();
        ringer.close();
    }
}
