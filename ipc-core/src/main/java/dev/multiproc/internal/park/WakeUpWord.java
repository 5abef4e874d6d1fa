package dev.multiproc.internal.park;

import dev.multiproc.internal.control.MappedRegion;

/** A wake-up is a change of a word in shared memory that the listener sleeps on in the kernel. */
final class WakeUpWord implements WakeUpListener.Channel {
    private final Futex futex;
    private final Parker.Word word;
    private int seen;
    private volatile boolean closed;

    WakeUpWord(Futex futex, Parker.Word word) {
        this.futex = futex;
        this.word = word;
    }

    @Override
    public int open() {
        seen = word.value();
        return WakeUpChannels.WORD;
    }

    @Override
    public boolean await() {
        while (!closed) {
            int now = word.value();
            if (now != seen) {
                seen = now;
                return true;
            }
            futex.sleep(word, now, Long.MAX_VALUE);
        }
        return false;
    }

    @Override
    public void close() {
        closed = true;
        wake(word, futex);
    }

    static void wake(Parker.Word word, Futex futex) {
        MappedRegion region = word.region();
        region.getAndAddInt(word.offset(), 1);
        futex.wake(word, Parker.DIRECT, true);
    }
}
