package dev.multiproc.manager;

import dev.multiproc.ProcessTask;
import dev.multiproc.queue.SharedQueue;

/**
 * What a manager's process does.
 *
 * @param id of the manager
 * @param announcements what clients say that they connect
 */
record ServerTask(String id, SharedQueue<byte[]> announcements) implements ProcessTask {
    @Override
    public void run() throws InterruptedException {
        Server.run(id, announcements);
    }
}
