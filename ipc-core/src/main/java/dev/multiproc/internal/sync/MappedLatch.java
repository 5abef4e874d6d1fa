package dev.multiproc.internal.sync;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.internal.object.SessionContext;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.EventCount;
import dev.multiproc.internal.park.Readiness;
import dev.multiproc.sync.SharedLatch;
import java.util.concurrent.TimeUnit;

/**
 * A latch. One object per latch and process.
 *
 * <pre>
 *  0       4       16              32
 *  +-------+-------+---------------+
 *  | count | pad   | waiters       |
 *  +-------+-------+---------------+
 * </pre>
 */
public final class MappedLatch extends MappedSynchronizer implements SharedLatch, Readiness.Source {
    private static final long serialVersionUID = 1L;

    private static final int COUNT = 0;
    private static final int WAITERS = 16;

    private final transient MappedRegion region;
    private final transient EventCount waiters;

    /** Attaches to a latch at its place. */
    MappedLatch(SessionContext context, ObjectPlace place) {
        super(context, place);
        this.region = place.region();
        waiters = new EventCount(region, WAITERS, context.waits());
    }

    /** The count of the latch whose layout starts at the given offset. */
    static int count(MappedRegion region, int base) {
        return region.getIntVolatile(base + COUNT);
    }

    /** Writes the count of a new latch, before it is published in the object table. */
    static void initialize(MappedRegion words, int count) {
        words.setInt(COUNT, count);
    }

    private int count() {
        return region.getIntVolatile(COUNT);
    }

    @Override
    public void countDown() {
        checkOpen();
        for (int count = count(); count > 0; count = count()) {
            if (region.compareAndSetInt(COUNT, count, count - 1)) {
                SyncKillPoint.SYNC_LATCH_COUNTED.here();
                if (count == 1) {
                    waiters.signalAll();
                }
                return;
            }
        }
    }

    @Override
    public long getCount() {
        checkOpen();
        return count();
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
        return waiters.await(() -> count() == 0, deadlineNanos);
    }

    @Override
    public Readiness readiness() {
        checkOpen();
        return new SimpleReadiness(waiters, () -> count() == 0);
    }

    @Override
    public void sweep(int deadSlot) {
        waiters.forget(deadSlot);
    }

    @Override
    public String toString() {
        return "SharedLatch[name=" + name() + ", count=" + count() + "]";
    }
}
