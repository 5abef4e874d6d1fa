package dev.multiproc.internal.park;

import dev.multiproc.internal.control.MappedRegion;
import java.util.function.BooleanSupplier;

/**
 * An event count in shared memory: threads of many processes sleep on it until a condition holds.
 *
 * <pre>
 *  0       4       8               16
 *  +-------+-------+---------------+
 *  | moves | last  | waiters       |   moves: changes with each wake-up; threads sleep on it
 *  +-------+-------+---------------+   last: which bit was chosen last, a hint; see also {@link Searcher}
 *
 *  waiters: two bits for each process. Bit (slot modulo 32): it has threads that sleep on moves.
 *           The same bit of the upper half: it has threads that its listener wakes.
 * </pre>
 *
 * <p>A waiter reads {@code moves}, sets its process's bit, checks its condition once more, and sleeps until
 * {@code moves} changes. A signaller makes the condition true with a full fence. Only if a bit is set does it clear
 * one, move the word and wake a thread of that process, so each sleep costs one call to the kernel. Either the waiter
 * sees the condition, or the signaller sees the bit. The threads of a process that its listener wakes
 * ({@link ChannelWaiters}) count as a process of their own, with a bit in the upper half; for them the signaller wakes
 * the listener.
 *
 * <p>One bit stands for all waiting threads of its process, so a thread that stops waiting has duties towards the
 * others:
 *
 * <ul>
 *   <li>If other threads of its process wait, it sets the bit again and wakes one of them.
 *   <li>If it is the last one, it clears the bit; if processes may share that bit, it wakes their threads, which set it
 *       again.
 *   <li>If the bit was cleared since it set it, it has received a signal while awake. Its condition may hold for another
 *       reason, or it has given up; so it passes the signal on.
 * </ul>
 *
 * <p>The model of this class ({@code EventProtocol} among the tests) fails if any one of these is left out.
 *
 * <p>There must be one object for each event in a process, since the object knows the threads that the listener wakes.
 *
 * <p>A process that dies leaves its bit set. That costs one useless wake-up, until the sweep of its slot clears the bit
 * ({@link #forget}). A wake-up that a dying process did not send is made up for by the sweep, which signals every
 * event.
 */
public final class EventCount {
    public static final int LENGTH = 16;
    private static final int LAST = 4;
    private static final int WAITERS = 8;
    /**
     * How far a signal for all threads moves the word; a signal for one thread moves it by one. From the distance, a
     * listener that handles several signals at once knows how many threads to wake.
     */
    static final int ALL_STEP = 1 << 10;
    /** Longer than any store takes to become visible to other processors. */
    private static final long RECHECK_NANOS = 1_000_000L;

    private final MappedRegion region;
    private final int offset;
    private final Waits waits;
    /** After this time a waiter that has set its bit checks once more; {@link Long#MAX_VALUE} if that is not needed. */
    private final long recheckNanos;

    private final long myBit;
    private final long myChannelBit;
    private final Parker.Word moves;
    /** Null unless signals wake one at a time. */
    private final Searcher searcher;
    /** Whether more is left than a thread whose condition holds is about to take. */
    private final BooleanSupplier isMoreLeft;
    /** How many threads of this process sleep on the word itself. Guarded by this, as is the next field. */
    private int directWaiterCount;

    private int channelWaiterCount;
    /** How many waits this process has begun. Guarded by this. */
    private int entries;
    /** The threads that the listener wakes; null until there is one. */
    private volatile ChannelWaiters channelWaiters;

    private final Spinner spinner = new Spinner();

    public EventCount(MappedRegion region, int offset, Waits waits) {
        this(region, offset, waits, Long.MAX_VALUE, null);
    }

    private EventCount(MappedRegion region, int offset, Waits waits, long recheckNanos, BooleanSupplier isMoreLeft) {
        this.region = region;
        this.offset = offset;
        this.waits = waits;
        this.recheckNanos = recheckNanos;
        this.myBit = Parker.bit(waits.slot());
        this.myChannelBit = Parker.channelBit(waits.slot());
        this.moves = new Parker.Word(region, offset, myBit);
        this.isMoreLeft = isMoreLeft;
        this.searcher = isMoreLeft == null ? null : new Searcher(region, offset + LAST);
    }

    /**
     * An event whose signallers need no full fence and whose waiters do not spin. A signaller may miss the bit of a
     * waiter that set it while the signaller's store was not yet visible. So a waiter that has set its bit sleeps a
     * short time first, and checks once more before it sleeps for long.
     */
    public static EventCount withoutFence(MappedRegion region, int offset, Waits waits) {
        return new EventCount(region, offset, waits, RECHECK_NANOS, null);
    }

    /**
     * An event whose signals wake nobody while a waiter is on the way already ({@link Searcher}). All of its waiters wait
     * for the same thing, of which each takes a part. A waiter whose condition holds wakes the next if more is left.
     *
     * @param isMoreLeft whether more is left than a thread whose condition holds is about to take; only reads
     */
    public static EventCount oneAtATime(MappedRegion region, int offset, Waits waits, BooleanSupplier isMoreLeft) {
        return new EventCount(region, offset, waits, Long.MAX_VALUE, isMoreLeft);
    }

    /** Whether the event is one of the session with these waits. */
    public boolean isOf(Waits others) {
        return waits == others;
    }

    /** The event's offset in the control file, or in the place of it that its region stands for. */
    int place() {
        return region.origin() + offset;
    }

    /** Throws if the object that the event belongs to was deleted. */
    void checkExists() {
        region.existence().check();
    }

    /** Whether the object that the event belongs to was deleted. */
    boolean isOver() {
        return region.existence().isOver();
    }

    /**
     * Waits until the condition holds.
     *
     * @param condition only reads shared words; other threads call it too
     * @param deadlineNanos on the clock of {@link System#nanoTime()}; {@link Deadline#NEVER} to wait without limit
     * @return false if the time is up and the condition does not hold
     */
    public boolean await(BooleanSupplier condition, long deadlineNanos) throws InterruptedException {
        return await(condition, condition, deadlineNanos);
    }

    /**
     * Waits until a condition holds that may also change something.
     *
     * @param condition called by this thread only
     * @param look whether the condition may hold, for other threads to call meanwhile; only reads, and waits for
     *     nothing
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
        if (recheckNanos == Long.MAX_VALUE && look(condition)) {
            return true;
        }
        boolean isLate = waits.isExiting();
        Waits.Wait wait;
        boolean satisfied;
        do {
            int seen = moves.value();
            wait = enter(condition, seen, waits.parker().isWokenByListener());
            wait.lookBy(look);
            wait.deadlineNanos = deadlineNanos;
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
            if (satisfied && searcher != null) {
                ParkKillPoint.WAITER_SATISFIED.here();
                if (isMoreLeft.getAsBoolean()) {
                    signal();
                }
            } else if (wasSignalled
                    || wait.owesSignal
                    || !satisfied && (wait.isWokenByListener ? wait.picked : moves.value() != seen)) {
                // The threads of a process may wait for different things, so the signal may have woken the wrong one.
                signal(!satisfied);
            }
        }
    }

    // For MultiWait, which calls the parts of a wait for several events at once.

    Waits.Wait enterForListener(BooleanSupplier condition, int seen) {
        return enter(condition, seen, true);
    }

    boolean enlist(Waits.Wait wait, int expected, boolean hasRechecked) {
        return channelWaiters.enlist(wait, expected, hasRechecked);
    }

    void delist(Waits.Wait wait) {
        channelWaiters.delist(wait);
    }

    /** Ends a wait that takes nothing. If it was signalled, as far as the event or the caller knows, the signal goes on. */
    void leaveUnsatisfied(Waits.Wait wait, boolean wasSignalled) {
        if (leave(wait) || wasSignalled || wait.owesSignal || wait.picked) {
            signal(true);
        }
    }

    long recheckNanos() {
        return recheckNanos;
    }

    private boolean sleep(Waits.Wait wait, int seen, long deadlineNanos) throws InterruptedException {
        int expected = seen;
        boolean hasRechecked = false;
        while (true) {
            mark(wait);
            if (wait.condition.getAsBoolean()) {
                return true;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            waits.checkOpen(wait);
            checkExists();
            long left = Deadline.left(deadlineNanos);
            if (left <= 0) {
                return false;
            }
            if (waits.parker().isWokenByListener() != wait.isWokenByListener) {
                wait.mustRestart = true;
                return false;
            }
            wait.fallAsleep(expected);
            long nanos = hasRechecked ? left : Math.min(left, recheckNanos);
            if (wait.isWokenByListener) {
                channelWaiters.sleep(wait, expected, hasRechecked, nanos);
            } else {
                waits.parker().park(moves, expected, nanos);
            }
            int moved = moves.value();
            hasRechecked = moved == expected && !wait.picked;
            expected = moved;
            wait.hasSlept = true;
        }
    }

    /** Sets the bit, which whoever woke this thread has cleared. Returns whether it was clear. */
    boolean mark(Waits.Wait wait) {
        boolean wasClear = (region.getAndOrLong(offset + WAITERS, bitOf(wait)) & bitOf(wait)) == 0;
        if (wait.picked) {
            // Whoever picked this thread has set the bit again. If it is clear, a second signal has come since.
            wait.owesSignal = wasClear;
        }
        if (wait.hasSlept) {
            endSearch();
        }
        return wasClear;
    }

    /** Looks for a short time whether the condition holds, before the thread sleeps. */
    private boolean look(BooleanSupplier condition) {
        if (searcher == null || !hasWaiters()) {
            return spinner.spin(condition);
        }
        return condition.getAsBoolean() || searcher.begin() && search(condition);
    }

    private boolean search(BooleanSupplier condition) {
        boolean isFound = false;
        boolean hasFailed = true;
        try {
            isFound = spinner.spin(condition);
            hasFailed = false;
            return isFound;
        } finally {
            searcher.end();
            if (hasFailed || isFound && isMoreLeft.getAsBoolean()) {
                signal();
            }
        }
    }

    /** Wakes one waiter: the condition may hold for one more. The caller's last store to it was a full fence. */
    public void signal() {
        signal(false);
    }

    private void signal(boolean allThreads) {
        for (long waiting = waiters(); waiting != 0; waiting = waiters()) {
            long chosen = choose(waiting);
            if (chosen == 0) {
                return;
            }
            ParkKillPoint.SIGNAL_ANNOUNCED.here();
            if ((region.getAndAndLong(offset + WAITERS, ~chosen) & chosen) != 0) {
                ParkKillPoint.SIGNAL_UNMARKED.here();
                wake(chosen, allThreads);
                if (searcher != null && !waits.parker().sendsAtOnce()) {
                    searcher.end(); // Others' wake-ups need not wait for this one.
                }
                return;
            }
            // The waiter has left by itself. Whoever relied on it relies on the next one, if there is any.
            endSearch();
        }
    }

    /** The next waiter in turn; 0 if one is on the way and that is enough. */
    private long choose(long waiting) {
        if (searcher != null) {
            return searcher.choose(waiting);
        }
        long chosen = Searcher.next(waiting, region.getInt(offset + LAST));
        region.setInt(offset + LAST, Long.numberOfTrailingZeros(chosen));
        return chosen;
    }

    /**
     * Wakes the waiters of one process: the condition may hold for them. The caller's last store to it was a full
     * fence.
     */
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

    /** Wakes all waiters: the condition may hold for each. The caller's last store to it was a full fence. */
    public void signalAll() {
        if (waiters() != 0) {
            long waiting = region.getAndAndLong(offset + WAITERS, 0);
            if (waiting != 0) {
                // Also wakes processes whose bit another signal has just cleared: that signal wakes one of their
                // threads only.
                wake(Parker.DIRECT | waiting, true);
            }
        }
    }

    /** Whether any thread waits: a racy check. */
    public boolean hasWaiters() {
        return waiters() != 0;
    }

    /**
     * Clears a dead process's bits, and wakes all other waiters: the process may have died before it sent a wake-up.
     */
    public void forget(int slot) {
        region.getAndAndLong(offset + WAITERS, ~(Parker.bit(slot) | Parker.channelBit(slot)));
        endSearch();
        // Processes that share the bit set it again before they sleep.
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

    /** For {@link ChannelWaiters}, as are the next three methods. */
    void move(int step) {
        region.getAndAddInt(offset, step);
    }

    int moves() {
        return moves.value();
    }

    void setChannelBit() {
        region.getAndOrLong(offset + WAITERS, myChannelBit);
    }

    /** The caller, or one that it wakes, is about to check the condition. Returns whether anybody was on the way. */
    boolean endSearch() {
        return searcher != null && searcher.end();
    }

    /** Whether a signal may miss a waiter that has just set its bit. */
    boolean mayBeOverlooked() {
        return recheckNanos != Long.MAX_VALUE;
    }

    /** Whether a waiter may have been signalled since it went to sleep, or another was that will pass the signal on. */
    boolean hasSignalled(Waits.Wait wait) {
        if (wait.isWokenByListener && channelWaiters.isAnyPicked()) {
            return true;
        }
        return searcher != null && searcher.exists()
                || moves.value() != wait.seen() && ((waiters() & bitOf(wait)) == 0 || mayBeMarkedByAnother(wait));
    }

    /** Whether another thread of this process may have set the bit again, after the waiter's signal had cleared it. */
    private synchronized boolean mayBeMarkedByAnother(Waits.Wait wait) {
        return !wait.isAlone || entries != wait.number;
    }

    /** Wakes a thread whose condition holds. Without a listener that means all of this process's threads. */
    void rescue(Waits.Wait wait) {
        if (wait.isWokenByListener) {
            channelWaiters.rescue();
        } else {
            wakeOwn(myBit, true);
        }
    }

    /** Wakes all of this process's threads, to check again. */
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

    private synchronized Waits.Wait enter(BooleanSupplier condition, int seen, boolean isWokenByListener) {
        if (isWokenByListener && channelWaiters == null) {
            WakeUpListener listener = waits.parker().listener();
            listener.open();
            channelWaiters = new ChannelWaiters(this, listener);
        }
        entries++;
        int before = isWokenByListener ? channelWaiterCount++ : directWaiterCount++;
        return new Waits.Wait(this, condition, seen, entries, before == 0, isWokenByListener);
    }

    /** Returns whether the bit was cleared since a thread of this process set it, or somebody was on the way. */
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
        // A signal may have been for this thread though another has set the bit since.
        boolean wasSearched = endSearch();
        if (wait.isWokenByListener) {
            channelWaiters.handOnAtEnd(wait);
        } else if (othersWait && searcher == null) {
            // While the bit was clear, a signal may have missed the other threads.
            wakeOwn(bit, false);
        }
        if (!othersWait && waits.mayShareBit()) {
            wake(bit, true);
        }
        return (before & bit) == 0 || wasSearched;
    }
}
