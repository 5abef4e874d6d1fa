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
    interface Channel {
        /** Gives what the others are to be told; see {@link WakeUpChannels#kind}. */
        int open();

        /** Waits until somebody has rung since the last return, or opened or closed it; false once closed. */
        boolean await();

        void close();
    }

    private final Channel channel;
    private final WakeUpChannels channels;
    private final Set<ChannelWaiters> watched = ConcurrentHashMap.newKeySet();
    private volatile boolean opened;

    WakeUpListener(WakeUpChannels channels, Channel channel) {
        this.channels = channels;
        this.channel = channel;
    }

    /** Opens the door if it is not open. Before anybody marks himself as one who sleeps there. */
    void open() {
        if (!opened) {
            openOnce();
        }
    }

    private synchronized void openOnce() {
        if (!opened) {
            int kind = channel.open();
            Thread thread = new Thread(this::listen, "multiproc-wake-up");
            thread.setDaemon(true);
            thread.start();
            channels.open(kind);
            opened = true;
        }
    }

    private void listen() {
        while (channel.await()) {
            for (ChannelWaiters waiters : watched) {
                waiters.onWakeUp();
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
        channel.close();
    }
}
