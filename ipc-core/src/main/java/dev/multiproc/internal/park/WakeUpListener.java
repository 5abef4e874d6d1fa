package dev.multiproc.internal.park;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The thread that waits in the kernel in the place of those who must not: virtual threads, which would keep their carriers
 * there, and, where there is no futex, all. Others ring when a word that such a thread sleeps on has moved; the doorkeeper
 * looks at all such words. A ring says nothing but "look again", so a useless one only causes a look.
 */
final class WakeUpListener {
    /** Where rings come in. */
    interface Entrance {
        /** Gives what the others are to be told; see {@link WakeUpChannels#kind}. */
        int open();

        /** Waits until somebody has rung since the last return, or opened or closed it; false once closed. */
        boolean await();

        void close();
    }

    private final Entrance entrance;
    private final WakeUpChannels doors;
    private final Set<ChannelWaiters> watched = ConcurrentHashMap.newKeySet();
    private volatile boolean opened;

    WakeUpListener(WakeUpChannels doors, Entrance entrance) {
        this.doors = doors;
        this.entrance = entrance;
    }

    /** Opens the door if it is not open. Before anybody marks himself as one who sleeps there. */
    void open() {
        if (!opened) {
            openOnce();
        }
    }

    private synchronized void openOnce() {
        if (!opened) {
            int kind = entrance.open();
            Thread thread = new Thread(this::keep, "multiproc-doorkeeper");
            thread.setDaemon(true);
            thread.start();
            doors.open(kind);
            opened = true;
        }
    }

    private void keep() {
        while (entrance.await()) {
            for (ChannelWaiters waiters : watched) {
                waiters.hear();
            }
        }
    }

    void watch(ChannelWaiters waiters) {
        watched.add(waiters);
    }

    void unwatch(ChannelWaiters waiters) {
        watched.remove(waiters);
    }

    /** Ends the thread. Those who sleep were woken before. */
    synchronized void close() {
        // One that is opened later finds it closed.
        entrance.close();
    }
}
