package dev.multiproc.internal.queue;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.engine.ReturnReason;
import dev.multiproc.internal.engine.ReturnReasons;
import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.Uninterrupted;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Moves items that have reached the delivery limit to the queue's dead letters. */
final class DeadLetterMover {
    static final String SUFFIX = "!dead";
    /**
     * How long a sweeper or consumer waits to put a dead letter. Limited, because a stopped process may hold the lock.
     */
    private static final int PATIENCE_MILLIS = 1_000;

    private final QueueFamily family;
    private final ObjectPlace place;
    private final QueueCounters counters;
    private final Payload payload;
    private final Finisher finisher;

    DeadLetterMover(QueueFamily family, ObjectPlace place, QueueCounters counters, Payload payload, Finisher finisher) {
        this.family = family;
        this.place = place;
        this.counters = counters;
        this.payload = payload;
        this.finisher = finisher;
    }

    /** Whether this is the name of a dead-letter queue. Users cannot choose such a name. */
    static boolean isDeadLetterQueue(String name) {
        return name.endsWith(SUFFIX);
    }

    /** The name of the queue whose dead letters have this name. */
    static String origin(String name) {
        return name.substring(0, name.length() - SUFFIX.length());
    }

    DeadLetterLogQueue<?> deadLetterQueue() {
        return family.deadLetters(place, place.name() + SUFFIX, counters.isSynced());
    }

    /**
     * Moves an item that this process has claimed to the dead letters. If it dies halfway, its sweeper first looks whether the item
     * is already there.
     *
     * @param reason why this delivery was not finished
     * @param orElse handles the claim if the item cannot be moved
     */
    void moveToDeadLetters(Claim claim, ReturnReason reason, Consumer<Claim> orElse) {
        move(claim, reason, orElse, false);
    }

    private void move(Claim claim, ReturnReason reason, Consumer<Claim> orElse, boolean mayBeThere) {
        boolean isMoved = false;
        try {
            putToDeadLetters(claim, reason, mayBeThere);
            isMoved = true;
        } finally {
            if (!isMoved) {
                orElse.accept(claim);
            }
        }
        QueueKillPoint.DEAD_LETTER_PUT.here();
        finisher.finish(claim);
    }

    private void putToDeadLetters(Claim claim, ReturnReason reason, boolean mayBeThere) {
        long moving = RecordDescriptor.withState(claim.word(), RecordDescriptor.MOVING);
        claim.region().setLongVolatile(claim.offset(), moving);
        QueueKillPoint.DEAD_LETTER_MARKED.here();
        long now = System.currentTimeMillis();
        long put = Payload.putMillis(claim.region(), claim.offset(), now);
        DeadLetterHeader header = new DeadLetterHeader(claim.sequence(), claim.deliveries(), reason, now, put);
        LogEngine<?> deadLetters = deadLetterQueue().log();
        // A put that only the disk has refused is there, although its caller was told of a failure.
        if (!(mayBeThere || deadLetters.counters.isSynced()) || !isThere(deadLetters, header.item())) {
            put(deadLetters, payload.read(claim.region(), claim.offset(), claim.sequence()), header);
        }
    }

    private static boolean isThere(LogEngine<?> deadLetters, long item) {
        boolean[] isThere = new boolean[1];
        deadLetters.scanner.all((cursor, word) -> {
            isThere[0] |= Payload.isDeadLetterOf(cursor.region(), cursor.offset(), item);
            return !isThere[0];
        });
        return isThere[0];
    }

    private static void put(LogEngine<?> deadLetters, EncodedItem item, DeadLetterHeader header) {
        long deadlineNanos = Deadline.in(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        if (!Uninterrupted.call(() -> deadLetters.appender.putDeadLetter(item, header, deadlineNanos))) {
            throw new MultiprocessingException("another process" + deadLetters.appender.lockHolder()
                    + ", which may be stopped, keeps the dead letters from taking an item, queue="
                    + deadLetters.name() + ", item=" + header.item()
                    + "; the item is given back; continue or end that process");
        }
    }

    /**
     * Moves items that dead processes held. Items that cannot be moved now are left to the next sweep.
     *
     * @param deadSlot as {@link QueueSweep#settle} was told
     */
    void moveAll(List<Claim> claims, int deadSlot) {
        if (claims.isEmpty()) {
            return;
        }
        ReturnReason reason = ReturnReasons.died(
                deadSlot == QueueSweep.ALL
                        ? "all processes of the session had ended"
                        : family.context().howEnded(deadSlot));
        int done = 0;
        try {
            for (Claim claim : claims) {
                done++;
                // One that its dead owner had marked may be there already.
                move(claim, reason, Claim::release, RecordDescriptor.state(claim.word()) == RecordDescriptor.MOVING);
            }
        } finally {
            claims.subList(done, claims.size()).forEach(Claim::release);
        }
    }
}
