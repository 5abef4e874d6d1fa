package dev.multiproc.internal.park;

import java.util.Optional;

/**
 * Sleeps in the kernel on the word itself. A virtual thread would block its carrier there, so the listener wakes those.
 */
final class FutexParker implements Parker {
    private final Futex futex;
    private final WakeUpListener listener;
    private final WakeUpSender sender;

    FutexParker(Syscall syscall, WakeUpChannels channels) {
        this.futex = new Futex(syscall);
        this.listener = new WakeUpListener(channels, new WakeUpWord(futex, channels.wakeUpWord(channels.slot())));
        this.sender = new WakeUpSender(channels, Optional.of(futex));
    }

    @Override
    public boolean isWokenByListener() {
        return Threads.isVirtual();
    }

    @Override
    public WakeUpListener listener() {
        return listener;
    }

    @Override
    public void park(Word word, int expected, long nanos) {
        if (Threads.isVirtual()) {
            Threads.poll(word, expected, nanos);
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
            sender.wake(Parker.channelBits(waiters));
        }
    }

    @Override
    public String name() {
        return futex.name();
    }

    @Override
    public void close() {
        listener.close();
        sender.close();
    }
}
