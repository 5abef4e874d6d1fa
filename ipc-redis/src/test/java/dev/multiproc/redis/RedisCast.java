package dev.multiproc.redis;

import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.testing.Cast;

/** The actors of the contracts, in sessions at a server. */
public final class RedisCast {
    private RedisCast() {}

    /** All in this process. */
    public static Cast ofThreads() {
        return Cast.ofThreads(session());
    }

    /** In this process and two children. */
    public static Cast ofProcesses() {
        return Cast.ofProcesses(session());
    }

    /** All in this process, in a session with options. */
    public static Cast ofThreads(Options options) {
        return Cast.ofThreads(Multiprocessing.open(RedisServer.newSession(""), options));
    }

    /** In this process and two children, in a session with options. */
    public static Cast ofProcesses(Options options) {
        return Cast.ofProcesses(Multiprocessing.open(RedisServer.newSession(""), options));
    }

    private static Multiprocessing session() {
        return Multiprocessing.open(RedisServer.newSession(""));
    }
}
