package dev.multiproc.internal.model;

/**
 * A queue's puts and claims, and what happens to claimed items, step by step: {@code Appender}, {@code Claimer}, {@code
 * ReturnedItems}, {@code Finisher}, {@code QueueSweep} and {@code DeadLetterMover}. Each process puts or takes; it finishes each
 * item that it has taken, or gives it back.
 *
 * <p>Locks are taken in one step here, since they have a model of their own. Walks over data that nobody changes meanwhile are
 * one step. Waiting for an item only checks the counts, since the event has a model of its own.
 *
 * <p>A process that drains a queue takes items until it learns that no more will come: {@code Ending}.
 */
final class ClaimProtocol extends ClaimWorkers {
    private final String[] programs;

    /**
     * The correct queue, or one with an error.
     *
     * @param programs what each process does: p to put, b to put two together (either only once), t to take, q to take and
     *     finish in one step, s to shut the queue down, and d, or e in one step each, at the end, to drain it
     * @param maxFailures how often there may be no room for a dead letter
     */
    ClaimProtocol(int maxKills, int maxFailures, String programs, int maxDeliveries, Mutation mutation) {
        super(maxKills, maxFailures, maxDeliveries, mutation, programs.contains("s"));
        this.programs = programs.split(" ", -1);
    }

    @Override
    void begin(int me) {
        goOn(me);
    }

    // ---------------------------------------------------------------- putting, taking, finishing

    @Override
    boolean work(int me) {
        Work step = workOf(me);
        if (step.compareTo(Work.CLAIM) < 0) {
            return put(me, step);
        }
        return step.compareTo(Work.HOLD) < 0 ? claim(me, step) : finishOrReturn(me, step);
    }

    private boolean put(int me, Work step) {
        int cell = get(TAIL_CELL);
        int item = me + 1;
        int second = item + PROCESSES;
        boolean isWrong = is(Mutation.PUBLISH_FIRST);
        switch (step) {
            case PUT_LOCK -> {
                return take(APPEND_LOCK, me) && go(me, isWrong ? Work.COUNT : Work.WRITE);
            }
            case WRITE -> {
                writePayload(cell, item);
                return go(me, is(Mutation.NEXT_NOT_ZEROED) ? Work.COUNT : Work.ZERO_NEXT);
            }
            case ZERO_NEXT -> {
                setState(cell + cellsOf(item), UNPUBLISHED);
                return go(me, isWrong ? Work.SET_TAIL : putsTwo(me) ? Work.WRITE_SECOND : beforePublished());
            }
            case WRITE_SECOND -> {
                if (is(Mutation.FIRST_OF_TWO_FIRST)) {
                    setState(cell, READY);
                }
                writePayload(cell + cellsOf(item), second);
                return go(me, Work.ZERO_BEHIND_SECOND);
            }
            case ZERO_BEHIND_SECOND -> {
                setState(cell + cellsOf(item) + cellsOf(second), UNPUBLISHED);
                return go(me, Work.PUBLISH_SECOND);
            }
            case PUBLISH_SECOND -> {
                setState(cell + cellsOf(item), READY);
                return go(me, beforePublished());
            }
            case COUNT -> {
                set(TAIL, get(TAIL) + (putsTwo(me) ? 2 : 1));
                return go(me, is(Mutation.COUNT_LAST) ? Work.SET_TAIL : Work.PUBLISH);
            }
            case PUBLISH -> {
                setState(cell, READY);
                return go(me, isWrong ? Work.WRITE : is(Mutation.COUNT_LAST) ? Work.COUNT : Work.SET_TAIL);
            }
            case SET_TAIL -> {
                set(TAIL_CELL, cell + cellsOf(item) + (putsTwo(me) ? cellsOf(second) : 0));
                set(PUBLISHED_COUNT, get(TAIL));
                return go(me, Work.PUT_UNLOCK);
            }
            case PUT_UNLOCK -> {
                set(APPEND_LOCK, NOBODY);
                setBit(PUT, item);
                if (putsTwo(me)) {
                    setBit(PUT, second);
                }
                return goOn(me);
            }
            default -> {
                return false;
            }
        }
    }

    private Work beforePublished() {
        return is(Mutation.COUNT_LAST) ? Work.PUBLISH : Work.COUNT;
    }

    private boolean putsTwo(int me) {
        return programs[me].charAt(worker(me, NEXT_ACTION) - 1) == 'b';
    }

    private boolean claim(int me, Work step) {
        switch (step) {
            case CLAIM -> {
                return go(me, get(RETURNED_COUNT) > 0 ? Work.RETURNS_LOCK : Work.WALK);
            }
            case RETURNS_LOCK, RETURNS_CLAIM, RETURNS_COUNT, RETURNS_UNLOCK -> {
                return claimReturned(me, step);
            }
            case WALK -> {
                return walk(me, worker(me, CURSOR));
            }
            case CLAIM_CAS -> {
                int cell = worker(me, CURSOR);
                if (state(cell) != READY && !is(Mutation.CLAIM_BY_STORE)) {
                    return go(me, Work.WALK);
                }
                setClaimed(cell, me);
                setWorker(me, HELD, cell + 1);
                return go(me, Work.TELL_TAKEN);
            }
            case TELL_TAKEN -> {
                int cell = worker(me, CURSOR);
                set(TAKEN, (is(Mutation.NEXT_TOLD_AS_TAKEN) ? next(cell) : cell) + 1);
                return go(me, Work.RAISE_HEAD);
            }
            case RAISE_HEAD -> {
                raiseHead(worker(me, SEQUENCE) + 1);
                advance(me);
                return go(me, Work.HOLD);
            }
            case TAKE_CAS, LOOK_BEHIND, RAISE_HEAD_TO_THERE -> {
                return takeAndFinish(me, step);
            }
            case FOUND_NONE -> {
                raiseHead(worker(me, SEQUENCE));
                return go(me, drains(me) ? Work.VIEW : Work.AWAIT);
            }
            case AWAIT -> {
                return await(me);
            }
            default -> {
                return look(me, step);
            }
        }
    }

    private boolean claimReturned(int me, Work step) {
        switch (step) {
            case RETURNS_LOCK -> {
                // The process that holds it may be stopped, so look for others to take.
                return go(me, take(RETURN_LOCK, me) ? Work.RETURNS_CLAIM : Work.WALK);
            }
            case RETURNS_CLAIM -> {
                int cell = get(RETURNED_COUNT) == 0 ? -1 : first(RETURNED);
                if (cell >= 0) {
                    setClaimed(cell, me);
                }
                setWorker(me, HELD, cell + 1);
                return go(me, get(RETURNED_COUNT) == 0 ? Work.RETURNS_UNLOCK : Work.RETURNS_COUNT);
            }
            case RETURNS_COUNT -> {
                set(RETURNED_COUNT, worker(me, HELD) == 0 ? 0 : get(RETURNED_COUNT) - 1);
                return go(me, Work.RETURNS_UNLOCK);
            }
            default -> {
                set(RETURN_LOCK, NOBODY);
                return go(me, worker(me, HELD) == 0 ? Work.WALK : Work.HOLD);
            }
        }
    }

    /** In a plain queue an item is finished when it is taken. The head is raised when nothing more waits. */
    private boolean takeAndFinish(int me, Work step) {
        int cell = worker(me, CURSOR);
        if (step == Work.TAKE_CAS) {
            if (state(cell) != READY && !is(Mutation.TAKE_BY_STORE)) {
                return go(me, Work.WALK);
            }
            finish(cell);
            return go(me, Work.LOOK_BEHIND);
        }
        if (step == Work.LOOK_BEHIND && state(next(cell)) != READY && !is(Mutation.HEAD_LEFT_BEHIND)) {
            return go(me, Work.RAISE_HEAD_TO_THERE);
        }
        if (step == Work.RAISE_HEAD_TO_THERE) {
            raiseHead(worker(me, SEQUENCE) + 1);
        }
        advance(me);
        return isEverShutDown ? go(me, Work.LOOK_WHETHER_LAST) : goOn(me);
    }

    private boolean takesInOneStep(int me) {
        char action = programs[me].charAt(worker(me, NEXT_ACTION) - 1);
        return action == 'q' || action == 'e';
    }

    private boolean await(int me) {
        boolean isHeard = drains(me) && get(SHUTDOWN) != 0 && (isAllDone() || isNews(me));
        if (isHeard) {
            return go(me, Work.CLAIM);
        }
        if (worker(me, RECHECK) == MUST_RECHECK && !is(Mutation.NO_SECOND_LOOK)) {
            setWorker(me, RECHECK, HAS_RECHECKED);
            return go(me, Work.CLAIM);
        }
        boolean goesOn = is(Mutation.WAIT_BY_TAIL) ? get(TAIL) > get(HEAD) || get(RETURNED_COUNT) > 0 : mayClaim();
        if (!goesOn) {
            return false;
        }
        boolean isNothingThere = get(HEAD) == worker(me, SEQUENCE)
                && state(worker(me, CURSOR)) == UNPUBLISHED
                && get(RETURNED_COUNT) == 0;
        if (isNothingThere) {
            set(WRONG, DOES_NOT_SLEEP);
        }
        return go(me, Work.CLAIM);
    }

    private boolean isNews(int me) {
        return worker(me, SEEN) == 0 && !is(Mutation.SHUTDOWN_NOT_TOLD);
    }

    private boolean look(int me, Work step) {
        switch (step) {
            case VIEW -> {
                setWorker(me, SEEN, get(SHUTDOWN));
                if (get(SHUTDOWN) != 0 && worker(me, RECHECK) == 0) {
                    setWorker(me, RECHECK, MUST_RECHECK | storesOnTheirWay());
                }
                return go(me, get(SHUTDOWN) == 0 ? Work.AWAIT : Work.LOOK_WAITING);
            }
            case LOOK_WAITING -> {
                Work next = is(Mutation.LEAVE_WHEN_EMPTY) ? Work.END : Work.LOOK_IN_FLIGHT;
                return go(me, waiting() > 0 ? Work.AWAIT : next);
            }
            case LOOK_IN_FLIGHT -> {
                int own = worker(me, ON_ITS_WAY) - 1;
                return go(me, isAllDone() || !mayAnyCome(own) ? Work.END : Work.AWAIT);
            }
            default -> {
                return false;
            }
        }
    }

    private boolean walk(int me, int cell) {
        int state = state(cell);
        if (state == UNPUBLISHED) {
            return go(me, Work.FOUND_NONE);
        }
        if (isGarbage(cell)) {
            set(WRONG, TOOK_GARBAGE);
            return true;
        }
        if (state == READY) {
            return go(me, takesInOneStep(me) ? Work.TAKE_CAS : Work.CLAIM_CAS);
        }
        int taken = get(TAKEN) - 1;
        if (taken > cell && state(taken) != UNPUBLISHED) {
            setWorker(me, CURSOR, taken);
            setWorker(me, SEQUENCE, sequenceOf(taken));
        }
        advance(me);
        return true;
    }

    private void advance(int me) {
        setWorker(me, CURSOR, next(worker(me, CURSOR)));
        setWorker(me, SEQUENCE, worker(me, SEQUENCE) + 1);
    }

    private boolean finishOrReturn(int me, Work step) {
        int cell = worker(me, HELD) - 1;
        switch (step) {
            case HOLD -> {
                if (choose(2) == 0) {
                    return go(me, Work.FINISH);
                }
                return go(me, isPastLimit(cell) ? Work.MOVE_MARK : Work.GIVE_BACK_LOCK);
            }
            case GIVE_BACK_LOCK -> {
                return take(RETURN_LOCK, me) && go(me, Work.GIVE_BACK_MARK);
            }
            case GIVE_BACK_MARK -> {
                disown(cell, RETURNED);
                setWorker(me, HELD, 0);
                return go(me, Work.GIVE_BACK_COUNT);
            }
            case GIVE_BACK_COUNT -> {
                set(RETURNED_COUNT, get(RETURNED_COUNT) + 1);
                return go(me, Work.GIVE_BACK_UNLOCK);
            }
            case GIVE_BACK_UNLOCK -> {
                set(RETURN_LOCK, NOBODY);
                return goOn(me);
            }
            case MOVE_MARK -> {
                setState(cell, MOVING);
                return go(me, Work.MOVE_LOOK);
            }
            case MOVE_LOOK -> {
                return go(me, hasBit(DEAD_LETTERS, item(cell)) ? Work.FINISH : Work.MOVE_LOCK);
            }
            case MOVE_LOCK -> {
                return take(DEAD_LETTERS_LOCK, me) && go(me, Work.MOVE_PUT);
            }
            case MOVE_PUT -> {
                if (fails()) {
                    set(DEAD_LETTERS_LOCK, NOBODY);
                    return go(me, Work.GIVE_BACK_LOCK);
                }
                putDeadLetter(item(cell));
                return go(me, Work.MOVE_UNLOCK);
            }
            case MOVE_UNLOCK -> {
                set(DEAD_LETTERS_LOCK, NOBODY);
                return go(me, Work.FINISH);
            }
            case FINISH -> {
                return finish(me, cell);
            }
            default -> {
                return end(me, step);
            }
        }
    }

    private boolean finish(int me, int cell) {
        setWorker(me, HELD, 0);
        if (!isEverShutDown) {
            finish(cell);
            return goOn(me);
        }
        arrive(me); // Stores arrive in their order.
        noteFinished(cell);
        setWorker(me, ON_ITS_WAY, cell + 1);
        return go(me, Work.LOOK_WHETHER_LAST);
    }

    private boolean end(int me, Work step) {
        switch (step) {
            case LOOK_WHETHER_LAST -> {
                if (get(SHUTDOWN) == 0) {
                    return goOn(me);
                }
                if (!is(Mutation.NO_FENCE_IN_THE_END)) {
                    arrive(me);
                }
                return go(me, Work.LOOK_WHETHER_EMPTY);
            }
            case LOOK_WHETHER_EMPTY -> {
                boolean isNear = waiting() == 0 && !is(Mutation.LAST_NOT_TOLD);
                return isNear ? go(me, Work.RAISE_LOW) : goOn(me);
            }
            case RAISE_LOW -> {
                arrive(me);
                raiseLow();
                return goOn(me);
            }
            case SHUTDOWN_LOCK -> {
                return take(APPEND_LOCK, me) && go(me, Work.SHUTDOWN);
            }
            case SHUTDOWN -> {
                set(SHUTDOWN, 1);
                return go(me, Work.SHUTDOWN_UNLOCK);
            }
            case SHUTDOWN_UNLOCK -> {
                set(APPEND_LOCK, NOBODY);
                return goOn(me);
            }
            default -> {
                return false;
            }
        }
    }

    // ---------------------------------------------------------------- what must hold

    @Override
    String violation() {
        for (int slot = 0; slot < PROCESSES; slot++) {
            int cell = worker(slot, HELD) - 1;
            if (lives(slot) && cell >= 0) {
                boolean isHeld = state(cell) == CLAIMED || state(cell) == MOVING;
                if (!isHeld || owner(cell) != slot) {
                    return "who took an item has lost it while it lives";
                }
            }
        }
        return super.violation();
    }

    @Override
    boolean isSettled() {
        boolean anyLives = false;
        boolean areDone = true;
        for (int slot = 0; slot < PROCESSES; slot++) {
            anyLives |= lives(slot);
            boolean waitsForNone =
                    workOf(slot) == Work.AWAIT && waiting() == 0 && !(drains(slot) && get(SHUTDOWN) != 0);
            areDone &= !lives(slot) || workOf(slot) == Work.END || waitsForNone;
        }
        return areDone && isSwept() && isAtRest() && !isAnyLeftBehind() || !anyLives;
    }

    /** Whether an item waits though a living process that should have drained the queue has finished. */
    private boolean isAnyLeftBehind() {
        boolean isLeft = false;
        for (int slot = 0; slot < PROCESSES; slot++) {
            isLeft |= lives(slot) && drains(slot) && workOf(slot) == Work.END;
        }
        return isLeft && waiting() > 0;
    }

    private boolean drains(int slot) {
        return (programs[slot].endsWith("d") || programs[slot].endsWith("e"))
                && worker(slot, NEXT_ACTION) == programs[slot].length();
    }

    // ---------------------------------------------------------------- the state

    /** Goes to the next action of the program. */
    private boolean goOn(int me) {
        int next = worker(me, NEXT_ACTION);
        String program = programs[me];
        if (next == program.length()) {
            return go(me, drains(me) ? Work.CLAIM : Work.END);
        }
        setWorker(me, NEXT_ACTION, next + 1);
        return go(
                me,
                switch (program.charAt(next)) {
                    case 't', 'q', 'd', 'e' -> Work.CLAIM;
                    case 's' -> Work.SHUTDOWN_LOCK;
                    default -> Work.PUT_LOCK;
                });
    }
}
