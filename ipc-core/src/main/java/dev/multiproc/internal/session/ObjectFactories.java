package dev.multiproc.internal.session;

import dev.multiproc.SharedObjects;
import dev.multiproc.internal.memory.ForwardingSharedValues;
import dev.multiproc.internal.memory.MemoryFactory;
import dev.multiproc.internal.memory.MemoryFamily;
import dev.multiproc.internal.object.OpenMode;
import dev.multiproc.internal.object.SessionContext;
import dev.multiproc.internal.pipe.ForwardingPipes;
import dev.multiproc.internal.pipe.PipeFactory;
import dev.multiproc.internal.pipe.PipeFamily;
import dev.multiproc.internal.queue.ForwardingQueues;
import dev.multiproc.internal.queue.QueueFactory;
import dev.multiproc.internal.queue.QueueFamily;
import dev.multiproc.internal.sync.ForwardingSynchronizers;
import dev.multiproc.internal.sync.SyncFactory;
import dev.multiproc.memory.SharedValues;
import dev.multiproc.pipe.Pipes;
import dev.multiproc.queue.Queues;
import dev.multiproc.sync.Synchronizers;

/** Finds or makes a session's shared objects of all kinds, in one mode. */
final class ObjectFactories
        implements SharedObjects, ForwardingQueues, ForwardingSynchronizers, ForwardingSharedValues, ForwardingPipes {
    private final Queues queues;
    private final Synchronizers synchronizers;
    private final SharedValues sharedValues;
    private final PipeFamily pipeFamily;
    private final OpenMode mode;

    ObjectFactories(SessionContext context, QueueFamily queues, MemoryFamily memory, PipeFamily pipes, OpenMode mode) {
        this.queues = new QueueFactory(queues, mode);
        this.synchronizers = new SyncFactory(context, mode);
        this.sharedValues = new MemoryFactory(memory, mode);
        this.pipeFamily = pipes;
        this.mode = mode;
    }

    @Override
    public Queues queues() {
        return queues;
    }

    @Override
    public Synchronizers synchronizers() {
        return synchronizers;
    }

    @Override
    public SharedValues sharedValues() {
        return sharedValues;
    }

    /** Made on each call, since few programs use pipes. */
    @Override
    public Pipes pipes() {
        return new PipeFactory(pipeFamily, mode);
    }
}
