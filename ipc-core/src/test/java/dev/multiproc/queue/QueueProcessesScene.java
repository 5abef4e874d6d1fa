package dev.multiproc.queue;

import dev.multiproc.testing.Actor;

/** A {@link QueueScene} of several processes. */
interface QueueProcessesScene extends QueueScene {
    /** One more, of the process that another is of. */
    Actor hireBeside(Actor other) throws InterruptedException;

    /** One in a child of its own. */
    Actor hireToBeKilled() throws InterruptedException;

    static void kill(Actor actor) {
        actor.process().destroyForcibly();
    }
}
