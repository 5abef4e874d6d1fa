package dev.multiproc.internal.session;

import dev.multiproc.Awaitable;
import dev.multiproc.ChildProcess;
import dev.multiproc.CloseAction;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;
import dev.multiproc.SharedObjects;
import dev.multiproc.codec.Codec;
import dev.multiproc.internal.memory.ForwardingSharedValues;
import dev.multiproc.internal.memory.MemoryFamily;
import dev.multiproc.internal.object.OpenMode;
import dev.multiproc.internal.object.SessionContext;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.pipe.ForwardingPipes;
import dev.multiproc.internal.pipe.PipeFamily;
import dev.multiproc.internal.queue.ForwardingQueues;
import dev.multiproc.internal.queue.QueueFamily;
import dev.multiproc.internal.sync.ForwardingSynchronizers;
import dev.multiproc.internal.sync.SyncFamily;
import dev.multiproc.memory.SharedValues;
import dev.multiproc.pipe.Pipes;
import dev.multiproc.queue.Queues;
import dev.multiproc.sync.Synchronizers;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** A session on this machine, as one process sees it: its shared objects and its processes. */
final class LocalSession
        implements Multiprocessing, ForwardingQueues, ForwardingSynchronizers, ForwardingSharedValues, ForwardingPipes {
    private final Membership membership;
    private final QueueFamily queueFamily;
    private final MemoryFamily memoryFamily;
    private final PipeFamily pipeFamily;
    private final ObjectFactories factories;

    LocalSession(Membership membership) {
        this.membership = membership;
        SessionContext context = membership.context();
        queueFamily = new QueueFamily(context);
        memoryFamily = new MemoryFamily(context);
        pipeFamily = new PipeFamily(context, memoryFamily);
        context.objects().add(queueFamily);
        context.objects().add(new SyncFamily(context));
        context.objects().add(memoryFamily);
        context.objects().add(pipeFamily);
        factories = factories(OpenMode.OPEN_OR_CREATE);
    }

    Membership membership() {
        return membership;
    }

    SessionContext context() {
        return membership.context();
    }

    // ---------------------------------------------------------------- families

    private ObjectFactories factories(OpenMode mode) {
        return new ObjectFactories(context(), queueFamily, memoryFamily, pipeFamily, mode);
    }

    @Override
    public SharedObjects createOnly() {
        return factories(OpenMode.CREATE_ONLY);
    }

    @Override
    public SharedObjects openOnly() {
        return factories(OpenMode.OPEN_ONLY);
    }

    @Override
    public Queues queues() {
        return factories.queues();
    }

    @Override
    public Synchronizers synchronizers() {
        return factories.synchronizers();
    }

    @Override
    public SharedValues sharedValues() {
        return factories.sharedValues();
    }

    @Override
    public Pipes pipes() {
        return factories.pipes();
    }

    // ---------------------------------------------------------------- processes

    @Override
    public ChildProcess process(ProcessTask task) {
        return membership.children().make(null, task);
    }

    @Override
    public ChildProcess process(String name, ProcessTask task) {
        return membership.children().make(Objects.requireNonNull(name, "name"), task);
    }

    @Override
    public List<ChildProcess> activeChildren() {
        return membership.children().active();
    }

    // ---------------------------------------------------------------- begin and end

    /** Repairs the session after all its processes are gone, from what a survey has found. */
    void rebuild(SessionSurvey survey) {
        context().objects().rebuild(survey.objectsByName(), survey.isNewBoot());
        ControlFile.setBoot(context().control());
    }

    @Override
    public <T extends Awaitable> List<T> awaitAny(Duration timeout, Collection<? extends T> awaited)
            throws InterruptedException {
        long deadline = Deadline.in(timeout);
        context().checkOpen();
        return new AwaitAny(context()).await(awaited, deadline);
    }

    @Override
    public Codec codec() {
        return context().codec();
    }

    @Override
    public Runnable onClose(CloseAction action) {
        return membership.onClose(action);
    }

    @Override
    public void close() {
        if (!Sessions.isChildSession(this)) {
            membership.close();
        }
    }

    @Override
    public String toString() {
        return "Multiprocessing[session=" + context().address() + ", directory="
                + membership.directory().root() + "]";
    }
}
