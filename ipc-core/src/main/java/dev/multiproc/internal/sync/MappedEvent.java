package dev.multiproc.internal.sync;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.internal.object.SessionContext;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.EventCount;
import dev.multiproc.internal.park.Readiness;
import dev.multiproc.sync.SharedEvent;
import java.util.concurrent.TimeUnit;

/**
 * An event. One object per event and process.
 *
 * <pre>
 *  0               16              32
 *  +---------------+---------------+
 *  | word          | waiters       |
 *  +---------------+---------------+
 *
 *  63                                 1     0
 *  +----------------------------------+-----+
 *  | how often it was set             | set |   the word
 *  +----------------------------------+-----+
 * </pre>
 *
 * <p>A waiter remembers the count it found. If the count has changed, the event was set, even if it has been cleared
 * again.
 */
public final class MappedEvent extends MappedSynchronizer implements SharedEvent, Readiness.Source {
    private static final long serialVersionUID = 1L;

    private static final int WORD = 0;
    private static final int WAITERS = 16;
    private static final long IS_SET = 1;
    private static final long ONE_MORE = 2;

    private final transient MappedRegion region;
    private final transient EventCount waiters;

    /** Attaches to an event at its place. */
    MappedEvent(SessionContext context, ObjectPlace place) {
        super(context, place);
        this.region = place.region();
        waiters = new EventCount(region, WAITERS, context.waits());
    }

    /** Whether the event whose layout starts at the given offset is set. */
    static boolean isSet(MappedRegion region, int base) {
        return isSet(region.getLongVolatile(base + WORD));
    }

    private long word() {
        return region.getLongVolatile(WORD);
    }

    private static boolean isSet(long word) {
        return (word & IS_SET) != 0;
    }

    @Override
    public void set() {
        checkOpen();
        for (long word = word(); !isSet(word); word = word()) {
            if (region.compareAndSetLong(WORD, word, word + ONE_MORE | IS_SET)) {
                SyncKillPoint.SYNC_EVENT_SET.here();
                waiters.signalAll();
                return;
            }
        }
    }

    @Override
    public void clear() {
        checkOpen();
        region.getAndAndLong(WORD, ~IS_SET);
    }

    @Override
    public boolean isSet() {
        checkOpen();
        return isSet(word());
    }

    @Override
    public void await() throws InterruptedException {
        await(Deadline.NEVER);
    }

    @Override
    public boolean await(long timeout, TimeUnit unit) throws InterruptedException {
        return await(Deadline.in(timeout, unit));
    }

    private boolean await(long deadlineNanos) throws InterruptedException {
        checkOpen();
        long unset = word() & ~IS_SET;
        return waiters.await(() -> word() != unset, deadlineNanos);
    }

    @Override
    public Readiness readiness() {
        checkOpen();
        long unset = word() & ~IS_SET;
        return new SimpleReadiness(waiters, () -> word() != unset);
    }

    @Override
    public void sweep(int deadSlot) {
        waiters.forget(deadSlot);
    }

    @Override
    public String toString() {
        return "SharedEvent[name=" + name() + ", set=" + isSet(word()) + "]";
    }
}
