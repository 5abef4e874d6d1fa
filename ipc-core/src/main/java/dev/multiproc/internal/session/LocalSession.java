package dev.multiproc.internal.session;

import dev.multiproc.Awaitable;
import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;
import dev.multiproc.internal.memory.ForwardingSharedValues;
import dev.multiproc.internal.memory.MemoryFamily;
import dev.multiproc.internal.object.SessionContext;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.queue.QueueFamily;
import dev.multiproc.internal.sync.ForwardingSynchronizers;
import dev.multiproc.internal.sync.SyncFamily;
import dev.multiproc.memory.SharedValues;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueOptions;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.sync.Synchronizers;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** A session on this machine, as one process sees it: its families of shared objects, and its processes. */
final class LocalSession implements Multiprocessing, ForwardingSynchronizers, ForwardingSharedValues {
    private final Membership membership;
    private final QueueFamily queues;
    private final SyncFamily synchronizers;
    private final MemoryFamily sharedValues;

    LocalSession(Membership membership) {
        this.membership = membership;
        SessionContext context = membership.context();
        queues = new QueueFamily(context);
        synchronizers = new SyncFamily(context);
        sharedValues = new MemoryFamily(context);
        context.objects().add(queues);
        context.objects().add(synchronizers);
        context.objects().add(sharedValues);
    }

    Membership membership() {
        return membership;
    }

    SessionContext context() {
        return membership.context();
    }

    // ---------------------------------------------------------------- families

    @Override
    public <E> SharedQueue<E> queue(QueueOptions queueOptions) {
        return queues.queue(null, queueOptions);
    }

    @Override
    public <E> SharedQueue<E> queue(String name, QueueOptions queueOptions) {
        return queues.queue(Objects.requireNonNull(name, "name"), queueOptions);
    }

    @Override
    public <E> JoinableQueue<E> joinableQueue(QueueOptions queueOptions) {
        return queues.joinableQueue(null, queueOptions);
    }

    @Override
    public <E> JoinableQueue<E> joinableQueue(String name, QueueOptions queueOptions) {
        return queues.joinableQueue(Objects.requireNonNull(name, "name"), queueOptions);
    }

    @Override
    public Synchronizers synchronizers() {
        return synchronizers;
    }

    @Override
    public SharedValues sharedValues() {
        return sharedValues;
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
    public Runnable onClose(Runnable action) {
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
