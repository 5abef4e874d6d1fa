package dev.multiproc.internal.object;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions that this process is part of, by address. Handles find their session here. */
public final class OpenSessions {
    private static final Map<String, SessionContext> OPEN = new ConcurrentHashMap<>();

    /** Waits until this child has joined its session; null in a process that is not a child. */
    private static volatile Runnable awaitJoined;

    private OpenSessions() {}

    /** In a child: sets how to wait until it has joined its session. */
    public static void joinsBy(Runnable wait) {
        awaitJoined = wait;
    }

    public static void add(SessionContext session) {
        OPEN.put(session.address(), session);
    }

    public static void remove(SessionContext session) {
        OPEN.remove(session.address(), session);
    }

    /** The open session with this address; null if there is none. */
    public static SessionContext find(String address) {
        Runnable wait = awaitJoined;
        if (wait != null) {
            wait.run();
        }
        return OPEN.get(address);
    }
}
