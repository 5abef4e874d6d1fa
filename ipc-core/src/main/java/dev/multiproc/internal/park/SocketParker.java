package dev.multiproc.internal.park;

import java.util.Optional;

/** For systems without a futex, or where it is not wanted: the listener wakes all threads. */
final class SocketParker implements Parker {
    private final WakeUpListener listener;
    private final WakeUpSender sender;

    SocketParker(WakeUpChannels channels) {
        listener = new WakeUpListener(channels, new WakeUpSocket());
        sender = new WakeUpSender(channels, Optional.empty());
    }

    @Override
    public boolean isWokenByListener() {
        return true;
    }

    @Override
    public WakeUpListener listener() {
        return listener;
    }

    /** Polls, since nobody wakes these threads. */
    @Override
    public void park(Word word, int expected, long nanos) {
        if (Threads.isManaged(nanos)) {
            Threads.sleepManaged(() -> Threads.poll(word, expected, nanos));
        } else {
            Threads.poll(word, expected, nanos);
        }
    }

    @Override
    public void wake(Word word, long waiters, boolean all) {
        sender.wake(Parker.channelBits(waiters));
    }

    @Override
    public String name() {
        return "socket";
    }

    @Override
    public void close() {
        listener.close();
        sender.close();
    }
}
