package dev.multiproc.internal.session;

import dev.multiproc.Multiprocessing;

/** How often only the janitor's safety net woke a waiting thread: a wake-up that somebody forgot to send. */
public final class Rescues {
    private Rescues() {}

    /** The count of this process since the session was opened. */
    public static long in(Multiprocessing session) {
        return session instanceof LocalSession local ? local.context().waits().rescues() : 0;
    }
}
