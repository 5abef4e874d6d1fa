package dev.multiproc.internal.park;

import dev.multiproc.internal.control.MappedRegion;
import java.util.function.BooleanSupplier;

/**
 * A condition that threads of many processes wait for without using the processor.
 *
 * <pre>
 *  0       4       8               16
 *  +-------+-------+---------------+
 *  | moves | last  | waiters       |   waiters: two bits for each process, slot modulo 32: threads sleep on moves; at the door
 *  +-------+-------+---------------+   last: which bit was chosen last, a hint
 * </pre>
 *
 * <p>A waiter reads {@code moves}, sets its process's bit, looks at its condition once more, and sleeps until {@code
 * moves} changes. Whoever makes the condition true does so with a full fence, and only if a bit is set clears one, moves the
 * word and wakes a thread of that process: one call to the kernel for one sleep. So either the waiter sees the condition, or
 * the waker sees the bit. In all this a process's threads that sleep at its door ({@link ChannelWaiters}) are as a process
 * of their own, with the bit in the upper half: the waker rings there instead.
 *
 * <p>A bit stands for many: who leaves thinks of the others. A thread whose process has others waiting sets the bit again and
 * wakes one of them. The last one of a process clears the bit, and if the bit may be another process's too, wakes those threads,
 * which set it again. And a thread that finds the bit cleared since it set it has had a signal while it was awake: its condition
 * may hold for another reason, or it gives up; so it signals in turn. (Each of these was found to be needed by the model of this
 * class, {@code EventProtocol} among the tests.)
 *
 * <p>One object a process and event: those who sleep at the door are known to the object that they wait at.
 *
 * <p>A process that dies leaves its bit set: a useless wake until the sweep of its slot clears it ({@link #forget}). A
 * wake-up that died with its process is made good by the sweep, which signals every event.
 */
public final class EventCount {
    public static final int LENGTH = 16;
    private static final int LAST = 4;
    private static final int WAITERS = 8;
    /** Turns of looking before sleeping: some microseconds, about what a wake-up costs. */
    private static final int MAX_SPINS = 2_000;

    private static final int MIN_SPINS = 50;
    /**
     * How far a signal for all threads moves the word; one for a single thread moves it by one. A doorkeeper that has slept
     * through several sees from it how many threads to wake.
     */
    static final int ALL_STEP = 1 << 10;
    /** No store is on its way for so long. */
    private static final long RECHECK_NANOS = 1_000_000L;

    private final MappedRegion region;
    private final int offset;
    private final Waits waits;
    /** How long the first sleep takes at most. */
    private final long recheckNanos;

    private final long myBit;
    private final long myChannelBit;
    private final Parker.Word moves;
    /** How many wait; at the door. Guarded by this. */
    private int directWaiterCount;

    private int channelWaiterCount;
    /** How many waits this process has begun. Guarded by this. */
    private int entries;
    /** Those who sleep at the door; null until there is one. */
    private volatile ChannelWaiters channelWaiters;

    private int spins = MIN_SPINS;

    public EventCount(MappedRegion region, int offset, Waits waits) {
        this(region, offset, waits, Long.MAX_VALUE);
    }

    private EventCount(MappedRegion region, int offset, Waits waits, long recheckNanos) {
        this.region = region;
        this.offset = offset;
        this.waits = waits;
        this.recheckNanos = recheckNanos;
        this.myBit = Parker.bit(waits.slot());
        this.myChannelBit = Parker.channelBit(waits.slot());
        this.moves = new Parker.Word(region, offset, myBit);
    }

    /**
     * An event whose signallers need no full fence, and whose waiters do not spin. A signaller may overlook a waiter that has
     * marked itself while the signaller's store was on its way; so who has marked itself takes a nap and looks once more
     * before it sleeps.
     */
    public static EventCount withoutFence(MappedRegion region, int offset, Waits waits) {
        return new EventCount(region, offset, waits, RECHECK_NANOS);
    }

    /** Where it is in its region. */
    int place() {
        return offset;
    }

    /**
     * Waits until the condition holds, or something moved so that it may.
     *
     * @param condition reads shared words only; called by other threads too
     * @param deadlineNanos as of {@link System#nanoTime()}; {@link Deadline#NEVER} for ever
     * @return false if the time is up and the condition does not hold
     */
    public boolean await(BooleanSupplier condition, long deadlineNanos) throws InterruptedException {
        return await(condition, condition, deadlineNanos);
    }

    /**
     * The same for a condition that does more than to read.
     *
     * @param condition called by this thread only
     * @param look what other threads may call meanwhile: whether the condition may hold. It reads, and waits for nothing
     */
    public boolean await(BooleanSupplier condition, BooleanSupplier look, long deadlineNanos)
            throws InterruptedException {
        try {
            return awaitWhileOpen(condition, look, deadlineNanos);
        } catch (Waits.Over e) {
            return waits.stay(e, deadlineNanos);
        }
    }

    private boolean awaitWhileOpen(BooleanSupplier condition, BooleanSupplier look, long deadlineNanos)
            throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (recheckNanos == Long.MAX_VALUE && spin(condition)) {
            return true;
        }
        boolean isLate = waits.isExiting();
        Waits.Wait wait;
        boolean satisfied;
        do {
            int seen = moves.value();
            wait = enter(condition, seen);
            wait.lookBy(look);
            waits.begin(wait, isLate);
            satisfied = sleepOnce(wait, seen, deadlineNanos);
        } while (wait.mustRestart);
        return satisfied;
    }

    private boolean sleepOnce(Waits.Wait wait, int seen, long deadlineNanos) throws InterruptedException {
        boolean satisfied = false;
        try {
            satisfied = sleep(wait, seen, deadlineNanos);
            return satisfied;
        } finally {
            waits.end(wait, satisfied);
            boolean wasSignalled = leave(wait);
            if (wasSignalled
                    || wait.owesSignal
                    || !satisfied && (wait.isWokenByListener ? wait.picked : moves.value() != seen)) {
                // Of a process whose threads wait for different things one thread may be the wrong one.
                signal(!satisfied);
            }
        }
    }

    private boolean sleep(Waits.Wait wait, int seen, long deadlineNanos) throws InterruptedException {
        int expected = seen;
        boolean hasRechecked = false;
        while (true) {
            // Whoever woke this thread has cleared it.
            long before = region.getAndOrLong(offset + WAITERS, bitOf(wait));
            if (wait.picked) {
                // Whoever picked it has set the bit again: a second signal has come since.
                wait.owesSignal = (before & myChannelBit) == 0;
            }
            if (wait.condition.getAsBoolean()) {
                return true;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            waits.checkOpen(wait);
            long left = Deadline.left(deadlineNanos);
            if (left <= 0) {
                return false;
            }
            if (waits.parker().isWokenByListener() != wait.isWokenByListener) {
                wait.mustRestart = true;
                return false;
            }
            wait.seen = expected;
            long nanos = hasRechecked ? left : Math.min(left, recheckNanos);
            if (wait.isWokenByListener) {
                channelWaiters.sleep(wait, expected, hasRechecked, nanos);
            } else {
                waits.parker().park(moves, expected, nanos);
            }
            int moved = moves.value();
            hasRechecked = moved == expected && !wait.picked;
            expected = moved;
        }
    }

    private boolean spin(BooleanSupplier condition) {
        int limit = spins;
        for (int i = 0; i < limit; i++) {
            if (condition.getAsBoolean()) {
                spins = Math.min(MAX_SPINS, limit + limit / 4 + 1);
                return true;
            }
            Thread.onSpinWait();
        }
        spins = Math.max(MIN_SPINS, limit / 2);
        return false;
    }

    /** Says that the condition holds for one more waiter. The caller's last store to it was a full fence. */
    public void signal() {
        signal(false);
    }

    private void signal(boolean allThreads) {
        for (long waiting = waiters(); waiting != 0; waiting = waiters()) {
            long chosen = choose(waiting);
            if ((region.getAndAndLong(offset + WAITERS, ~chosen) & chosen) != 0) {
                wake(chosen, allThreads);
                return;
            }
        }
    }

    /** The first bit after the one that was chosen last, so that nobody is passed over. */
    private long choose(long waiting) {
        int next = region.getInt(offset + LAST) + 1;
        long chosen = Long.rotateLeft(Long.lowestOneBit(Long.rotateRight(waiting, next)), next);
        region.setInt(offset + LAST, Long.numberOfTrailingZeros(chosen));
        return chosen;
    }

    /** Says that the condition holds for threads of one process. The caller's last store to it was a full fence. */
    public void signal(int slot) {
        long both = Parker.bit(slot) | Parker.channelBit(slot);
        if ((waiters() & both) != 0) {
            long chosen = region.getAndAndLong(offset + WAITERS, ~both) & both;
            if (chosen != 0) {
                wake(chosen, true);
            }
        }
    }

    private long waiters() {
        return region.getLongVolatile(offset + WAITERS);
    }

    /** Says that the condition holds for all. The caller's last store to it was a full fence. */
    public void signalAll() {
        if (waiters() != 0) {
            long waiting = region.getAndAndLong(offset + WAITERS, 0);
            if (waiting != 0) {
                // Those too whose bit another signal has just cleared, that is for one of them only.
                wake(Parker.DIRECT | waiting, true);
            }
        }
    }

    /** Whether anybody waits, as far as a look tells. */
    public boolean hasWaiters() {
        return waiters() != 0;
    }

    /** Forgets a dead process's waiters and wakes all others: a wake-up may have died with it. */
    public void forget(int slot) {
        region.getAndAndLong(offset + WAITERS, ~(Parker.bit(slot) | Parker.channelBit(slot)));
        // Those who share the bit set it again before they sleep.
        wake(Parker.EVERYBODY, true);
    }

    private void wake(long whom, boolean all) {
        moveFor(whom, all);
        waits.parker().wake(moves, whom, all);
    }

    private void wakeOwn(long whom, boolean all) {
        moveFor(whom, all);
        waits.parker().wakeOwn(moves, whom, all);
    }

    private void moveFor(long whom, boolean all) {
        int step = all ? ALL_STEP : 1;
        ChannelWaiters mine = (whom & myChannelBit) == 0 ? null : channelWaiters;
        if (mine == null) {
            move(step);
        } else {
            mine.move(step);
        }
    }

    /** For {@link ChannelWaiters}, as are those below. */
    void move(int step) {
        region.getAndAddInt(offset, step);
    }

    int moves() {
        return moves.value();
    }

    void setChannelBit() {
        region.getAndOrLong(offset + WAITERS, myChannelBit);
    }

    /** Whether a signal may overlook who has just marked himself. */
    boolean mayBeOverlooked() {
        return recheckNanos != Long.MAX_VALUE;
    }

    /** Whether a waiter may have been signalled since it went to sleep, or another has been who will hand on. */
    boolean hasSignalled(Waits.Wait wait) {
        if (wait.isWokenByListener && channelWaiters.isAnyPicked()) {
            return true;
        }
        return moves.value() != wait.seen && ((waiters() & bitOf(wait)) == 0 || mayBeMarkedByAnother(wait));
    }

    /** Another thread of this process that ran before the one in question may have set the bit again. */
    private synchronized boolean mayBeMarkedByAnother(Waits.Wait wait) {
        return !wait.isAlone || entries != wait.number;
    }

    /** Wakes one whose condition holds, or has a group of threads that it belongs to look again. */
    void rescue(Waits.Wait wait) {
        if (wait.isWokenByListener) {
            channelWaiters.rescue();
        } else {
            wakeOwn(myBit, true);
        }
    }

    /** Wakes this process's threads to look again. */
    void wakeLocal() {
        wakeOwn(myBit | myChannelBit, true);
        ChannelWaiters mine = channelWaiters;
        if (mine != null) {
            mine.wakeAll();
        }
    }

    private long bitOf(Waits.Wait wait) {
        return wait.isWokenByListener ? myChannelBit : myBit;
    }

    private synchronized Waits.Wait enter(BooleanSupplier condition, int seen) {
        boolean isWokenByListener = waits.parker().isWokenByListener();
        if (isWokenByListener && channelWaiters == null) {
            WakeUpListener listener = waits.parker().listener();
            listener.open();
            channelWaiters = new ChannelWaiters(this, listener);
        }
        entries++;
        int before = isWokenByListener ? channelWaiterCount++ : directWaiterCount++;
        return new Waits.Wait(this, condition, seen, entries, before == 0, isWokenByListener);
    }

    /** Gives whether the bit was cleared since a thread of this process set it. */
    private boolean leave(Waits.Wait wait) {
        long bit = bitOf(wait);
        boolean othersWait;
        long before;
        synchronized (this) {
            othersWait = (wait.isWokenByListener ? --channelWaiterCount : --directWaiterCount) > 0;
            before = othersWait
                    ? region.getAndOrLong(offset + WAITERS, bit)
                    : region.getAndAndLong(offset + WAITERS, ~bit);
        }
        if (wait.isWokenByListener) {
            channelWaiters.handOnAtEnd(wait);
        } else if (othersWait) {
            // While the bit was off, a signal may have passed them by.
            wakeOwn(bit, false);
        }
        if (!othersWait && waits.mayShareBit()) {
            wake(bit, true);
        }
        return (before & bit) == 0;
    }
}
