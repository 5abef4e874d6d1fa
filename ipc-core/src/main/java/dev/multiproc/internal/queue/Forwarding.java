package dev.multiproc.internal.queue;

import dev.multiproc.internal.control.FileTrouble;
import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.control.ObjectTable;
import dev.multiproc.internal.engine.JoinableEngineQueue;
import dev.multiproc.internal.engine.QueueEngine;
import dev.multiproc.internal.log.LogFile;
import dev.multiproc.internal.log.PageDescriptor;
import dev.multiproc.internal.object.SharedObject;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/**
 * Finishes an item of one queue, the source, and puts a result into another, the target, in one step. One object for each call.
 *
 * <p>Only the target's append lock is held. Under it, in this order: the result is written behind the last record; the
 * {@link Intention} is noted; the source record is marked as forwarded; the result is published; the source record is done; the
 * intention is cleared. If the process dies, whoever repairs the target's lock sees in the target whether the result was
 * published, and settles the source record accordingly. Until then nobody touches that: it does not bear the dead process's
 * slot any more. (The test class {@code ForwardProtocol} models this.)
 */
final class Forwarding implements Appender.Companion {
    private final LogEngine<?> source;
    private final LogEngine<?> target;
    private final Claim claim;
    private final Intention intention;

    private boolean isBegun;
    private boolean isDone;
    private boolean isSpilled;

    Forwarding(LogEngine<?> source, Claim claim, LogEngine<?> target) {
        this.source = source;
        this.claim = claim;
        this.target = target;
        this.intention = target.counters.intention();
    }

    /** Refuses a queue of another session. */
    static LogEngine<?> checkTarget(LogEngine<?> source, QueueEngine<?, ?> target) {
        if (target instanceof LogEngine<?> other && other.context == source.context) {
            return other;
        }
        throw new IllegalArgumentException("an item can be forwarded to a queue of its own session only, queue="
                + source.name() + ", to=" + target.name());
    }

    /**
     * Does it, as soon as there is room.
     *
     * @return false if the deadline has passed; then the claim is as it was
     * @throws IllegalStateException if the claim was settled meanwhile
     */
    boolean run(EncodedItem result, long deadlineNanos) throws InterruptedException {
        try {
            return target.appender.putWith(this, result, deadlineNanos);
        } finally {
            if (isDone) {
                source.finisher.afterDone(claim, isSpilled);
            } else if (isBegun) {
                source.settler.putBack(claim, 0);
            }
        }
    }

    @Override
    public void beforePublished(long place) {
        if (!claim.settle()) {
            throw new IllegalStateException("the item was finished or given back before, queue=" + source.name()
                    + ", item=" + claim.sequence());
        }
        long word = RecordDescriptor.forwarded(claim.word());
        intention.set(source.life(), claim.location(), word, place);
        QueueKillPoint.FORWARD_INTENDED.here();
        boolean isHeld = !source.hasLease() || claim.isHeld();
        if (!isHeld || !claim.region().compareAndSetLong(claim.offset(), claim.word(), word)) {
            intention.clear();
            claim.setLate();
            throw JoinableEngineQueue.leaseExpired(source.name(), claim.sequence());
        }
        isBegun = true;
        isSpilled = Payload.isSpilled(claim.region(), claim.offset());
        QueueKillPoint.FORWARD_MARKED.here();
    }

    @Override
    public void afterPublished(boolean isPublished) {
        long word = isPublished ? RecordDescriptor.withState(claim.word(), RecordDescriptor.DONE) : claim.word();
        claim.region().setLongVolatile(claim.offset(), word);
        isDone = isPublished;
        QueueKillPoint.FORWARD_DONE.here();
        intention.clear();
        QueueKillPoint.FORWARD_CLEARED.here();
    }

    // ---------------------------------------------------------------- after a death

    /**
     * Settles a target's intention after its process died under the append lock, and the tail was found again. Can be repeated.
     *
     * @param isTrusted false if the machine was restarted: what was written at about the same time may have reached the disk in
     *     part. The item is delivered again then
     */
    static void settle(QueueFamily family, QueueCounters target, boolean isTrusted) {
        Intention intention = target.intention();
        if (isTrusted && intention.isSound()) {
            ObjectTable.Life life = intention.source();
            SharedObject source = family.context().objects().find(life);
            if (source instanceof LogObject queue) {
                settle(queue.log(), intention.location(), intention.word(), intention.place() < target.tail());
            }
        } else {
            Journal.warn(Forwarding.class, "an item that was being forwarded may be delivered again", null);
        }
        intention.clear();
    }

    /** Settles a record that was being forwarded; there is nothing to do if it does not have this word any more. */
    static void settle(LogEngine<?> source, long location, long word, boolean isPublished) {
        int cycle = PageDescriptor.cycle(location);
        int offset = PageDescriptor.offset(location);
        if (source.pages.isRetired(cycle)) {
            return;
        }
        try {
            LogFile file = source.pages.open(cycle);
            try {
                // A record that is not done keeps its file from being retired, so it is still the same.
                if (file.region().getLongVolatile(offset) == word && !source.pages.isRetired(cycle)) {
                    boolean isSpilled = Payload.isSpilled(file.region(), offset);
                    long claimed = RecordDescriptor.notForwarded(word);
                    long settled = isPublished ? RecordDescriptor.withState(claimed, RecordDescriptor.DONE) : claimed;
                    file.region().setLongVolatile(offset, settled);
                    if (isPublished && isSpilled) {
                        source.spills.finish(RecordDescriptor.sequence(word, source.counters.low()));
                    }
                }
            } finally {
                file.release();
            }
        } catch (NoSuchFileException e) {
            // Retired meanwhile: all its items are done.
            Journal.debug(Forwarding.class, "the file of an item that was forwarded is gone", e);
        } catch (IOException e) {
            throw FileTrouble.of(
                    "cannot delete the file of an item that was forwarded, queue=" + source.name(),
                    source.spills.directory(),
                    e);
        }
    }
}
