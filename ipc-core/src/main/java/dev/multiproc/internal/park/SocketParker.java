package dev.multiproc.internal.park;

import java.util.Optional;

/** Where there is no futex, or none is wanted: all threads sleep at their process's door. */
final class SocketParker implements Parker {
    private final WakeUpListener keeper;
    private final WakeUpSender ringer;

    SocketParker(WakeUpChannels doors) {
        keeper = new WakeUpListener(doors, new WakeUpSocket());
        ringer = new WakeUpSender(doors, Optional.empty());
    }

    @Override
    public boolean sleepsAtDoor() {
        return true;
    }

    @Override
    public WakeUpListener door() {
        return keeper;
    }

    /** Nobody is told to wake these. */
    @Override
    public void park(Word word, int expected, long nanos) {
        if (Threads.isManaged(nanos)) {
            Threads.sleepManaged(() -> Threads.nap(word, expected, nanos));
        } else {
            Threads.nap(word, expected, nanos);
        }
    }

    @Override
    public void wake(Word word, long waiters, boolean all) {
        ringer.ring(Parker.doorBits(waiters));
    }

    @Override
    public String name() {
        return "socket";
    }

    @Override
    public void close() {
        keeper.close();
        ringer.close();
    }
}
