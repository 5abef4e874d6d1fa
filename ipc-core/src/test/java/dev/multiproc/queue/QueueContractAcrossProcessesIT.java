package dev.multiproc.queue;

import dev.multiproc.Options;
import dev.multiproc.testing.Actor;
import dev.multiproc.testing.Cast;

/** Also with what can be seen only where there are several processes: who holds an item, and what becomes of it by a death. */
class QueueContractAcrossProcessesIT extends QueueContract implements QueueHoldersContract, ConsumerDeathContract {
    private int killed;

    @Override
    int killed() {
        return killed;
    }

    @Override
    Cast cast(Options options) {
        return Cast.ofProcesses(options);
    }

    @Override
    public Actor hireBeside(Actor other) throws InterruptedException {
        return cast().hireBeside(other);
    }

    @Override
    public Actor hireToBeKilled() throws InterruptedException {
        killed++;
        return cast().hireToBeKilled();
    }
}
