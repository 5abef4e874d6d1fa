package dev.multiproc.internal.queue;

import static dev.multiproc.internal.queue.RecordDescriptor.BURYING;
import static dev.multiproc.internal.queue.RecordDescriptor.CLAIMED;
import static dev.multiproc.internal.queue.RecordDescriptor.DONE;
import static dev.multiproc.internal.queue.RecordDescriptor.LOST;
import static dev.multiproc.internal.queue.RecordDescriptor.RETURNED;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.queue.ConsumerDeath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What becomes of the items that a dead process held. Done by its one sweeper; each step can be repeated. */
final class QueueSweep {
    /** All processes that used the queue are dead. */
    static final int ALL = -1;

    private final QueueCounters words;
    private final ReturnedItems returns;
    private final SpillFiles spills;
    private final int maxDeliveries;

    QueueSweep(QueueCounters words, ReturnedItems returns, SpillFiles spills, int maxDeliveries) {
        this.words = words;
        this.returns = returns;
        this.spills = spills;
        this.maxDeliveries = maxDeliveries;
    }

    /**
     * Settles the claims of dead processes.
     *
     * @param deadSlot one process's, or {@link #ALL}
     * @return those that are past their delivery limit, to be buried. They stay the dead one's until they are, so that they
     *     come again if that fails
     */
    List<Claim> settle(int deadSlot) {
        List<Claim> toBury = new ArrayList<>();
        long end = returns.giveBackAll((cursor, word) -> {
            if (deadSlot == ALL || RecordDescriptor.slot(word) == deadSlot) {
                settle(cursor, word, toBury);
            }
            return true;
        });
        // The dead may have claimed a record and not said so.
        words.raiseHead(end);
        try {
            spills.sweep(deadSlot, words.low());
        } catch (IOException e) {
            throw new MultiprocessingException("cannot delete the files of a dead process", e);
        }
        return toBury;
    }

    private void settle(Cursor cursor, long word, List<Claim> toBury) {
        int state = RecordDescriptor.state(word);
        if (state == BURYING || state == CLAIMED && isPoison(word)) {
            toBury.add(Claim.at(cursor, word));
        } else if (state == CLAIMED) {
            cursor.region().setLongVolatile(cursor.offset(), RecordDescriptor.withState(word, outcome()));
        }
    }

    private boolean isPoison(long word) {
        return words.policy() == ConsumerDeath.REDELIVER && RecordDescriptor.deliveries(word) >= maxDeliveries;
    }

    private int outcome() {
        return switch (words.policy()) {
            case REDELIVER -> RETURNED;
            case DISCARD -> DONE;
            case FAIL_JOIN -> {
                words.setLost();
                yield LOST;
            }
        };
    }
}
