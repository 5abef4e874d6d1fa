package dev.multiproc.internal.park;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The thread that waits in the kernel on behalf of threads that must not: virtual threads, which would block their
 * carriers, and all threads where there is no futex. Other processes wake it when the word of an event has moved, and
 * it checks all events that such threads wait for. A wake-up says only "check again", so a useless one costs one check.
 */
final class WakeUpListener {
    /** How wake-ups reach the listener. */
    interface Channel {
        /** Opens the channel; returns what other processes need to know of it, see {@link WakeUpChannels#kind}. */
        int open();

        /**
         * Waits until a wake-up has come since the last return; may return early when the channel is opened or closed.
         * False once it is closed.
         */
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

    /** Starts the listener if it does not run yet. Called before a thread sets the bit that makes others wake it. */
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

    /** Ends the thread. The caller has woken the sleeping threads before. */
    synchronized void close() {
        // If the listener is started after this, its channel is closed from the beginning.
        channel.close();
    }
}
