package dev.multiproc.internal.object;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions that this process is part of, by address: where handles find the session that they belong to. */
public final class OpenSessions {
    private static final Map<String, SessionContext> OPEN = new ConcurrentHashMap<>();

    /** In a child that may not have joined its session yet. */
    private static volatile Runnable awaitJoined;

    private OpenSessions() {}

    /** In a child: what waits until it has joined its session. */
    public static void joinsBy(Runnable wait) {
        awaitJoined = wait;
    }

    public static void add(SessionContext session) {
        OPEN.put(session.address(), session);
    }

    public static void remove(SessionContext session) {
        OPEN.remove(session.address(), session);
    }

    /** The open session of that address; null if there is none. */
    public static SessionContext find(String address) {
        Runnable wait = awaitJoined;
        if (wait != null) {
            wait.run();
        }
        return OPEN.get(address);
    }
}
