package dev.multiproc.internal.queue;

import static dev.multiproc.internal.queue.RecordDescriptor.CLAIMED;
import static dev.multiproc.internal.queue.RecordDescriptor.DONE;
import static dev.multiproc.internal.queue.RecordDescriptor.LOST;
import static dev.multiproc.internal.queue.RecordDescriptor.MOVING;
import static dev.multiproc.internal.queue.RecordDescriptor.RETURNED;

import dev.multiproc.internal.control.FileTrouble;
import dev.multiproc.queue.ConsumerDeath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Settles the items that a dead process held. Only its one sweeper does this; each step can be repeated. */
final class QueueSweep {
    /** Stands for all slots: all processes that used the queue are dead. */
    static final int ALL = -1;

    private final QueueCounters counters;
    private final ReturnedItems returnedItems;
    private final SpillFiles spills;
    private final int maxDeliveries;

    QueueSweep(QueueCounters counters, ReturnedItems returnedItems, SpillFiles spills, int maxDeliveries) {
        this.counters = counters;
        this.returnedItems = returnedItems;
        this.spills = spills;
        this.maxDeliveries = maxDeliveries;
    }

    /**
     * Settles the claims of dead processes.
     *
     * @param deadSlot the slot of one process, or {@link #ALL}
     * @return the claims that have reached the delivery limit, to be moved to the dead letters, with the words that they had. They
     *     are marked under the lock, so that nobody else moves them too because their lease ends. They stay the dead process's, so that the
     *     next sweep finds them if moving fails
     */
    List<Claim> settle(int deadSlot) {
        List<Claim> toMove = new ArrayList<>();
        long end = returnedItems.giveBackAll((cursor, word) -> {
            if (deadSlot == ALL || RecordDescriptor.slot(word) == deadSlot) {
                settle(cursor, word, toMove);
            }
            return true;
        });
        // The dead process may have claimed a record and not raised the head.
        counters.raiseHead(end);
        try {
            spills.sweep(deadSlot, counters.low());
        } catch (IOException e) {
            throw FileTrouble.of("cannot delete the files of a dead process", spills.directory(), e);
        }
        return toMove;
    }

    private void settle(Cursor cursor, long found, List<Claim> toMove) {
        // In a durable session whose machine crashed: what came of it is not known, so it is as any other that was
        // held.
        long word = RecordDescriptor.isForwarded(found) ? RecordDescriptor.notForwarded(found) : found;
        int state = RecordDescriptor.state(word);
        if (state == MOVING || state == CLAIMED && isPoison(word)) {
            cursor.region().setLongVolatile(cursor.offset(), RecordDescriptor.withState(word, MOVING));
            toMove.add(Claim.at(cursor, word));
        } else if (state == CLAIMED) {
            int outcome = outcome();
            if (outcome == RETURNED) {
                returnedItems.delay(cursor, word);
            }
            cursor.region().setLongVolatile(cursor.offset(), RecordDescriptor.withState(word, outcome));
        }
    }

    private boolean isPoison(long word) {
        return counters.policy() == ConsumerDeath.REDELIVER && RecordDescriptor.deliveries(word) >= maxDeliveries;
    }

    private int outcome() {
        return switch (counters.policy()) {
            case REDELIVER -> RETURNED;
            case DISCARD -> DONE;
            case FAIL_JOIN -> {
                counters.setLost();
                yield LOST;
            }
        };
    }
}
