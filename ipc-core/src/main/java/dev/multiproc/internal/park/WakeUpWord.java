package dev.multiproc.internal.park;

import dev.multiproc.internal.control.MappedRegion;

/** A ring is a change of a word in shared memory that the doorkeeper sleeps on in the kernel. */
final class WakeUpWord implements WakeUpListener.Entrance {
    private final Futex futex;
    private final Parker.Word bell;
    private int heard;
    private volatile boolean closed;

    WakeUpWord(Futex futex, Parker.Word bell) {
        this.futex = futex;
        this.bell = bell;
    }

    @Override
    public int open() {
        heard = bell.value();
        return WakeUpChannels.BELL;
    }

    @Override
    public boolean await() {
        while (!closed) {
            int now = bell.value();
            if (now != heard) {
                heard = now;
                return true;
            }
            futex.sleep(bell, now, Long.MAX_VALUE);
        }
        return false;
    }

    @Override
    public void close() {
        closed = true;
        ring(bell, futex);
    }

    static void ring(Parker.Word bell, Futex futex) {
        MappedRegion region = bell.region();
        region.getAndAddInt(bell.offset(), 1);
        futex.wake(bell, Parker.DIRECT, true);
    }
}
