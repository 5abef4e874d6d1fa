package dev.multiproc.internal.model;

/**
 * A queue with a lease, step by step: {@code Claimer} with {@code DueTimes}, {@code ReturnedItems}, {@code Settler} and {@code
 * QueueSweep}. All items are put at first. Each process takes items for ever; it finishes each, gives it back, now or with a
 * delay, or extends its lease. Any process may be killed, or stopped for good, before any of its steps.
 *
 * <p>A claim is known by its owner and the count of deliveries, as in the record's word. Taking a lock, and looking at one
 * record, are one step.
 */
final class LeaseProtocol extends LeaseState {
    /** What the protocol does wrong on purpose. */
    enum Fault {
        NONE,
        /** A consumer finishes an item by a store, in place of a compare-and-set. */
        FINISH_BY_STORE,
        /** A consumer writes the end of its lease after it has claimed the record. */
        LEASE_AFTER_CLAIM,
        /** A consumer makes the next due time earlier after it has claimed the record. */
        ANNOUNCED_AFTER_CLAIM,
        /** Whoever looks for the next due time stores it at the end, over what was announced meanwhile. */
        STORED_AT_THE_END,
        /** Whoever finds no lease announces none, though a record that waits may be about to be claimed. */
        NOT_FOR_CLAIMERS,
        /** An item is given back with a delay that is not announced. */
        DELAY_NOT_ANNOUNCED,
        /** The sweep leaves what it moves claimed until it moves it. */
        SWEEP_LEAVES_CLAIMED,
        /** Who ends the last lease of an item leaves it the former owner's while it is moved. */
        MOVE_KEEPS_OWNER,
        /** A lease is extended without the lock. */
        EXTEND_WITHOUT_LOCK
    }

    private enum Work {
        END,
        // Claimer.claim
        TAKE,
        RETURNS_LOCK,
        CLEAR_DUE,
        LOOK,
        COUNT,
        RETURNS_CLAIM,
        RETURNS_COUNT,
        RETURNS_UNLOCK,
        WALK,
        BEGIN_LEASE,
        ANNOUNCE,
        CLAIM_CAS,
        RAISE_HEAD,
        LATE_ANNOUNCE,
        AWAIT,
        HOLD,
        // Claim.finish
        FINISH_CHECK,
        FINISH_CAS,
        // Settler.giveBack
        GIVE_BACK_LOCK,
        GIVE_BACK_TIME,
        GIVE_BACK_ANNOUNCE,
        GIVE_BACK_MARK,
        GIVE_BACK_COUNT,
        GIVE_BACK_UNLOCK,
        // Settler.extend
        EXTEND_LOCK,
        EXTEND_CHECK,
        EXTEND_SET,
        EXTEND_UNLOCK,
        // DeadLetterMover.moveToDeadLetters
        BEGIN_MOVE,
        MOVE_LOOK,
        MOVE_LOCK,
        MOVE_PUT,
        MOVE_UNLOCK,
        MOVE_FINISH,
        // Settler.keep
        KEEP_LOCK,
        KEEP,
        KEEP_UNLOCK;

        private static final Work[] ALL = values();
    }

    private final int takers;
    private final String ends;
    private final Fault fault;

    /**
     * The correct protocol, or one with an error.
     *
     * @param setting the queue, and how often which things may happen
     * @param takers how many processes take items; the others only sweep
     * @param ends what may become of an item that was taken: f it is finished, r given back, d given back with a delay, x its
     *     lease is extended
     */
    LeaseProtocol(Setting setting, int takers, String ends, Fault fault) {
        super(setting);
        this.takers = takers;
        this.ends = ends;
        this.fault = fault;
    }

    @Override
    void begin(int me) {
        go(me, me < takers ? Work.TAKE : Work.END);
    }

    // ---------------------------------------------------------------- the work

    @Override
    boolean work(int me) {
        Work step = workOf(me);
        if (step == Work.END) {
            return false;
        }
        if (step.compareTo(Work.WALK) < 0) {
            return returned(me, step);
        }
        return step.compareTo(Work.HOLD) < 0
                ? claim(me, step)
                : step.compareTo(Work.BEGIN_MOVE) < 0 ? settle(me, step) : move(me, step);
    }

    private boolean returned(int me, Work step) {
        int cell = worker(me, SCAN);
        return switch (step) {
            case TAKE -> go(me, mayBeDue() || get(RETURNED_COUNT) > 0 ? Work.RETURNS_LOCK : Work.WALK);
            case RETURNS_LOCK ->
                go(me, !take(RETURN_LOCK, me) ? Work.WALK : mayBeDue() ? Work.CLEAR_DUE : Work.RETURNS_CLAIM);
            case CLEAR_DUE -> {
                if (fault != Fault.STORED_AT_THE_END) {
                    clearDue();
                }
                yield go(me, Work.LOOK);
            }
            case LOOK -> {
                if (cell < items && state(cell) != READY && state(cell) != UNPUBLISHED) {
                    look(me, cell);
                    setWorker(me, SCAN, cell + 1);
                    yield true;
                }
                if (hasLease && cell < get(TAIL) && fault != Fault.NOT_FOR_CLAIMERS) {
                    setWorker(me, NEXT_DUE, worker(me, NEXT_DUE) | ANY_LEASE);
                }
                yield go(me, Work.COUNT);
            }
            case COUNT -> {
                set(RETURNED_COUNT, worker(me, RETURNED_SEEN));
                if (fault == Fault.STORED_AT_THE_END) {
                    clearDue();
                }
                announce(worker(me, NEXT_DUE));
                endScan(me);
                yield go(me, Work.RETURNS_CLAIM);
            }
            case RETURNS_CLAIM -> claimReturned(me);
            case RETURNS_COUNT -> {
                set(RETURNED_COUNT, get(RETURNED_COUNT) - 1);
                yield go(me, Work.RETURNS_UNLOCK);
            }
            default -> {
                set(RETURN_LOCK, NOBODY);
                yield goOn(me);
            }
        };
    }

    private boolean mayBeDue() {
        return get(DUE_HAS_COME) != 0;
    }

    private void endScan(int me) {
        for (int field : new int[] {SCAN, NEXT_DUE, RETURNED_SEEN}) {
            setWorker(me, field, 0);
        }
    }

    private void look(int me, int cell) {
        if (hasLease && state(cell) == CLAIMED && time(cell) != TO_COME) {
            if (time(cell) == NONE) {
                set(WRONG, ENDED_EARLY);
            }
            if (isPastLimit(cell)) {
                setState(cell, MOVING);
                setOwner(cell, fault == Fault.MOVE_KEEPS_OWNER ? owner(cell) : me);
                setWorker(me, ENDED, worker(me, ENDED) | 1 << cell);
                return;
            }
            setTime(cell, NONE);
            disown(cell, RETURNED);
        }
        if (state(cell) == CLAIMED && hasLease || state(cell) == RETURNED && time(cell) == TO_COME) {
            setWorker(me, NEXT_DUE, worker(me, NEXT_DUE) | 1 << cell);
        } else if (state(cell) == RETURNED) {
            setWorker(me, RETURNED_SEEN, worker(me, RETURNED_SEEN) + 1);
        }
    }

    private boolean claimReturned(int me) {
        if (get(RETURNED_COUNT) == 0) {
            return go(me, Work.RETURNS_UNLOCK);
        }
        for (int cell = 0; cell < items; cell++) {
            if (state(cell) == RETURNED && time(cell) != TO_COME) {
                hold(me, cell);
                if (hasLease) {
                    setTime(cell, TO_COME);
                    announce(1 << cell);
                }
                return go(me, Work.RETURNS_COUNT);
            }
        }
        recount();
        return go(me, Work.RETURNS_UNLOCK);
    }

    private void hold(int me, int cell) {
        setClaimed(cell, me);
        setWorker(me, HELD, cell + 1);
        setWorker(me, MY_DELIVERIES, deliveries(cell));
    }

    @Override
    boolean marksUnderLock() {
        return fault != Fault.SWEEP_LEAVES_CLAIMED;
    }

    private boolean claim(int me, Work step) {
        int cell = worker(me, CURSOR);
        return switch (step) {
            case WALK -> {
                if (state(cell) == UNPUBLISHED) {
                    raiseHead(cell);
                    yield go(me, Work.AWAIT);
                }
                boolean isThere = state(cell) == READY;
                setWorker(me, CURSOR, isThere ? cell : cell + 1);
                Work next = fault == Fault.LEASE_AFTER_CLAIM ? Work.ANNOUNCE : Work.BEGIN_LEASE;
                yield !isThere || go(me, hasLease ? next : Work.CLAIM_CAS);
            }
            case BEGIN_LEASE -> {
                // Of a record that another has claimed, finished or given back meanwhile, too.
                setTime(cell, TO_COME);
                boolean isAfter = fault == Fault.LEASE_AFTER_CLAIM;
                yield isAfter
                        ? goOn(me)
                        : go(me, fault == Fault.ANNOUNCED_AFTER_CLAIM ? Work.CLAIM_CAS : Work.ANNOUNCE);
            }
            case ANNOUNCE -> {
                announce(1 << cell);
                yield go(me, Work.CLAIM_CAS);
            }
            case CLAIM_CAS -> {
                if (state(cell) != READY) {
                    yield go(me, Work.WALK);
                }
                hold(me, cell);
                yield go(me, Work.RAISE_HEAD);
            }
            case RAISE_HEAD -> {
                raiseHead(cell + 1);
                if (fault == Fault.LEASE_AFTER_CLAIM) {
                    yield go(me, Work.BEGIN_LEASE);
                }
                yield fault == Fault.ANNOUNCED_AFTER_CLAIM ? go(me, Work.LATE_ANNOUNCE) : goOn(me);
            }
            case LATE_ANNOUNCE -> {
                announce(1 << cell);
                yield goOn(me);
            }
            // AWAIT: EventCount.await, with DueTimes.isNews
            default -> {
                boolean goesOn = mayClaim() || mayBeDue() && get(RETURN_LOCK) == NOBODY;
                yield goesOn && go(me, Work.TAKE);
            }
        };
    }

    /** Whether the word is that of this process's claim. */
    private boolean isMine(int me, int cell, int state) {
        return state(cell) == state && owner(cell) == me && deliveries(cell) == worker(me, MY_DELIVERIES);
    }

    /** Claim.isHeld */
    private boolean isHeld(int me, int cell) {
        return isMine(me, cell, CLAIMED) && (time(cell) == TO_COME || !hasLease);
    }

    private boolean settle(int me, Work step) {
        int cell = worker(me, HELD) - 1;
        return switch (step) {
            case HOLD -> chooseEnd(me);
            case FINISH_CHECK -> isHeld(me, cell) ? go(me, Work.FINISH_CAS) : drop(me);
            case FINISH_CAS -> {
                if (isMine(me, cell, CLAIMED) || fault == Fault.FINISH_BY_STORE) {
                    finish(cell);
                    setTime(cell, NONE);
                }
                yield drop(me);
            }
            case GIVE_BACK_LOCK -> take(RETURN_LOCK, me) && go(me, Work.GIVE_BACK_TIME);
            case GIVE_BACK_TIME -> {
                if (!isHeld(me, cell) && !isMine(me, cell, MOVING)) {
                    yield go(me, Work.GIVE_BACK_UNLOCK);
                }
                boolean isDelayed = worker(me, IS_DELAYED) != 0;
                setTime(cell, isDelayed ? TO_COME : NONE);
                boolean isAnnounced = isDelayed && fault != Fault.DELAY_NOT_ANNOUNCED;
                yield go(me, isAnnounced ? Work.GIVE_BACK_ANNOUNCE : Work.GIVE_BACK_MARK);
            }
            case GIVE_BACK_ANNOUNCE -> {
                announce(1 << cell);
                yield go(me, Work.GIVE_BACK_MARK);
            }
            case GIVE_BACK_MARK -> {
                disown(cell, RETURNED);
                yield go(me, Work.GIVE_BACK_COUNT);
            }
            case GIVE_BACK_COUNT -> {
                set(RETURNED_COUNT, get(RETURNED_COUNT) + (worker(me, IS_DELAYED) == 0 ? 1 : 0));
                yield go(me, Work.GIVE_BACK_UNLOCK);
            }
            case GIVE_BACK_UNLOCK -> {
                set(RETURN_LOCK, NOBODY);
                yield drop(me);
            }
            default -> extend(me, cell, step);
        };
    }

    private boolean chooseEnd(int me) {
        char choice = ends.charAt(choose(ends.length()));
        if (choice == 'f') {
            return go(me, Work.FINISH_CHECK);
        }
        if (choice == 'x') {
            return go(me, fault == Fault.EXTEND_WITHOUT_LOCK ? Work.EXTEND_CHECK : Work.EXTEND_LOCK);
        }
        if (worker(me, MY_DELIVERIES) >= maxDeliveries()) {
            return go(me, Work.BEGIN_MOVE);
        }
        setWorker(me, IS_DELAYED, choice == 'd' ? 1 : 0);
        return go(me, Work.GIVE_BACK_LOCK);
    }

    private boolean extend(int me, int cell, Work step) {
        return switch (step) {
            case EXTEND_LOCK -> take(RETURN_LOCK, me) && go(me, Work.EXTEND_CHECK);
            case EXTEND_CHECK -> {
                boolean isLate = !isHeld(me, cell);
                setWorker(me, HELD, isLate ? 0 : cell + 1);
                yield go(me, isLate ? Work.EXTEND_UNLOCK : Work.EXTEND_SET);
            }
            case EXTEND_SET -> {
                if (!isMine(me, cell, CLAIMED)) {
                    set(WRONG, EXTENDED_LATE);
                }
                setTime(cell, TO_COME);
                announce(1 << cell);
                yield go(me, Work.EXTEND_UNLOCK);
            }
            default -> {
                if (isOwner(RETURN_LOCK, me)) {
                    set(RETURN_LOCK, NOBODY);
                }
                yield worker(me, HELD) == 0 ? drop(me) : go(me, Work.HOLD);
            }
        };
    }

    private boolean move(int me, Work step) {
        boolean isEnded = worker(me, ENDED) != 0;
        int cell = isEnded ? Integer.numberOfTrailingZeros(worker(me, ENDED)) : worker(me, HELD) - 1;
        return switch (step) {
            case BEGIN_MOVE -> {
                boolean isMine = isHeld(me, cell);
                if (isMine) {
                    setState(cell, MOVING);
                }
                yield isMine ? go(me, Work.MOVE_LOOK) : drop(me);
            }
            case MOVE_LOOK -> go(me, hasBit(DEAD_LETTERS, item(cell)) ? Work.MOVE_FINISH : Work.MOVE_LOCK);
            case MOVE_LOCK -> take(DEAD_LETTERS_LOCK, me) && go(me, Work.MOVE_PUT);
            case MOVE_PUT -> {
                if (fails()) {
                    set(DEAD_LETTERS_LOCK, NOBODY);
                    yield go(me, isEnded ? Work.KEEP_LOCK : Work.GIVE_BACK_LOCK);
                }
                putDeadLetter(item(cell));
                yield go(me, Work.MOVE_UNLOCK);
            }
            case MOVE_UNLOCK -> {
                set(DEAD_LETTERS_LOCK, NOBODY);
                yield go(me, Work.MOVE_FINISH);
            }
            case MOVE_FINISH -> {
                finish(cell);
                setTime(cell, NONE);
                yield isEnded ? moved(me) : drop(me);
            }
            case KEEP_LOCK -> take(RETURN_LOCK, me) && go(me, Work.KEEP);
            case KEEP -> {
                setTime(cell, TO_COME);
                announce(1 << cell);
                setState(cell, CLAIMED);
                yield go(me, Work.KEEP_UNLOCK);
            }
            default -> {
                set(RETURN_LOCK, NOBODY);
                yield moved(me);
            }
        };
    }

    private boolean moved(int me) {
        setWorker(me, ENDED, worker(me, ENDED) & worker(me, ENDED) - 1);
        return goOn(me);
    }

    /** Moves what has ended, then goes on with the item that was taken, if any, or with the next. */
    private boolean goOn(int me) {
        boolean hasClaim = worker(me, HELD) != 0;
        return go(me, worker(me, ENDED) != 0 ? Work.MOVE_LOOK : hasClaim ? Work.HOLD : Work.WALK);
    }

    private boolean drop(int me) {
        for (int field : new int[] {HELD, MY_DELIVERIES, IS_DELAYED}) {
            setWorker(me, field, 0);
        }
        return go(me, Work.TAKE);
    }

    // ---------------------------------------------------------------- what must hold

    @Override
    boolean isSettled() {
        boolean anyRuns = false;
        boolean areDone = true;
        for (int slot = 0; slot < PROCESSES; slot++) {
            boolean isAtWork = lives(slot) && runs(slot);
            anyRuns |= isAtWork && slot < takers;
            areDone &= !isAtWork || workOf(slot) == Work.AWAIT || workOf(slot) == Work.END;
        }
        return !anyRuns || areDone && isSwept() && count(DONE) == items;
    }

    // ---------------------------------------------------------------- the state

    private Work workOf(int slot) {
        return Work.ALL[worker(slot, STEP)];
    }

    private boolean go(int slot, Work step) {
        return set(place(slot, STEP), step);
    }

    @Override
    String describeWork(int slot) {
        return text(workOf(slot)) + (runs(slot) ? "" : " (stopped)");
    }
}
