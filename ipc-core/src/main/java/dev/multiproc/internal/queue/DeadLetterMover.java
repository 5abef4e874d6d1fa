package dev.multiproc.internal.queue;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.Uninterrupted;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Moves a queue's items that are past their delivery limit to its dead letters. */
final class DeadLetterMover {
    static final String SUFFIX = "!dead";
    /** How long a sweep or a taker waits to put a dead letter: a stopped process may hold the lock. */
    private static final int PATIENCE_MILLIS = 1_000;

    private final QueueFamily family;
    private final String name;
    private final QueueCounters words;
    private final Payload payload;
    private final Finisher finisher;

    DeadLetterMover(QueueFamily family, String name, QueueCounters words, Payload payload, Finisher finisher) {
        this.family = family;
        this.name = name;
        this.words = words;
        this.payload = payload;
        this.finisher = finisher;
    }

    /** Whether that is the name of a queue of dead letters. Users cannot choose such a name. */
    static boolean isGraveyard(String name) {
        return name.endsWith(SUFFIX);
    }

    DeadLetterLogQueue<Object> graveyard() {
        return (DeadLetterLogQueue<Object>) family.sideQueue(name + SUFFIX, words.isSynced());
    }

    /**
     * Moves a claimed item to the dead letters. A sweeper that finds it half done looks there first.
     *
     * @param reason why this delivery was not finished
     * @param orElse what becomes of the claim if the item cannot be moved
     */
    void bury(Claim claim, String reason, Consumer<Claim> orElse) {
        boolean isBuried = false;
        try {
            putToDeadLetters(claim, reason);
            isBuried = true;
        } finally {
            if (!isBuried) {
                orElse.accept(claim);
            }
        }
        QueueKillPoint.BURY_PUT.here();
        finisher.finish(claim);
    }

    private void putToDeadLetters(Claim claim, String reason) {
        long burying = RecordDescriptor.withState(claim.word(), RecordDescriptor.BURYING);
        claim.region().setLongVolatile(claim.offset(), burying);
        QueueKillPoint.BURY_MARKED.here();
        DeadLetterHeader letter = new DeadLetterHeader(claim.sequence(), claim.deliveries(), reason);
        graveyard().receive(payload.read(claim.region(), claim.offset(), claim.sequence()), letter);
    }

    /** Puts a letter into the queue that this is the burial of, unless it is there. */
    static void receive(LogQueue<?> graveyard, EncodedItem item, DeadLetterHeader letter) {
        boolean[] isThere = new boolean[1];
        graveyard.walk.all((cursor, word) -> {
            isThere[0] |= Payload.isLetterOf(cursor.region(), cursor.offset(), letter.item());
            return !isThere[0];
        });
        long deadlineNanos = Deadline.in(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        if (!isThere[0] && !Uninterrupted.call(() -> graveyard.appender.putLetter(item, letter, deadlineNanos))) {
            throw new MultiprocessingException(
                    "another process, which may be stopped, keeps the dead letters from taking an item, queue="
                            + graveyard.name() + ", item=" + letter.item());
        }
    }

    /** Buries what dead processes held. Those that cannot be buried are left to the next sweep. */
    void buryAll(List<Claim> claims) {
        int done = 0;
        try {
            for (Claim claim : claims) {
                done++;
                bury(claim, DeadLetterHeader.DIED, Claim::release);
            }
        } finally {
            claims.subList(done, claims.size()).forEach(Claim::release);
        }
    }
}
