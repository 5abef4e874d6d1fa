package dev.multiproc.redis;

import dev.multiproc.ProcessTask;
import dev.multiproc.internal.entry.SessionEntry;

/**
 * A child's task in a session at a server: in that child, the current session is that one.
 *
 * @param address of the session, without user and password
 */
record RedisTask(String address, ProcessTask task) implements ProcessTask {
    @Override
    public void run() throws Exception {
        SessionEntry.enter(RedisSessions.at(address));
        task.run();
    }
}
