package dev.multiproc.redis;

import dev.multiproc.Multiprocessing;

/** What tests of other packages look at. */
public final class RedisWaits {
    private RedisWaits() {}

    /** How many waits of this process have ended by a look at the server, though no message had come. */
    public static long rescues(Multiprocessing session) {
        return ((RedisSession) session).rescues();
    }
}
