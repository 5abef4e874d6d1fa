package dev.multiproc.internal.model;

/**
 * The part of {@link EventProtocol} that is {@link dev.multiproc.internal.park.ChannelWaiters} and its doorkeeper: threads that
 * sleep at their process's door, and are woken by it.
 */
abstract class EventDoor extends EventState {
    EventDoor(int maxKills, int[] bits, String threads, Mutation mutation) {
        super(maxKills, bits, threads, mutation);
    }

    /** How far tells doorkeepers how many threads to wake. */
    final void move(boolean all) {
        for (int process = 0; process < PROCESSES; process++) {
            if (sleepersAtDoor(process) > 0 || get(KEEPERS + process) != 0) {
                set(UNHEARD + process, all ? MANY : Math.min(MANY, get(UNHEARD + process) + 1));
            }
            set(IN_VAIN + process, 0);
        }
        for (int thread = 0; thread < processes.length; thread++) {
            Step step = stepOf(thread);
            boolean isIn = step.compareTo(Step.READ_MOVES) > 0 && step.compareTo(Step.LEAVE) < 0;
            if (isIn && lives(processes[thread])) {
                setThread(thread, MOVED, 1);
            }
        }
    }

    final void ring(int whom) {
        for (int process = 0; process < PROCESSES; process++) {
            if ((doorBit(process) & whom) != 0 && lives(process) && hasDoor(process)) {
                set(RUNG + process, 1);
            }
        }
    }

    private boolean hasDoor(int process) {
        boolean has = false;
        for (int thread = 0; thread < processes.length; thread++) {
            has |= atDoor[thread] && processes[thread] == process;
        }
        return has;
    }

    final boolean isLocked(int process) {
        return get(LOCKED + process) != 0 || Keeper.ALL[get(KEEPERS + process)] == Keeper.LOOKS;
    }

    final boolean parkAtDoor(int me) {
        boolean picksNext = thread(me, PICKED) != 0 && mutation != Mutation.DOOR_PICKED_WITHOUT_HANDING_ON;
        if (isLocked(processes[me])) {
            return false;
        }
        setThread(me, PICKED, 0);
        setThread(me, HANDS_ON, 0);
        return picksNext && beginsPick(processes[me]) ? beginPick(me, Step.PARK_PICK, Step.PARK_PICK) : lieDown(me);
    }

    private boolean beginsPick(int process) {
        return get(IN_VAIN + process) == 0 && sleepersAtDoor(process) > 0;
    }

    final boolean beginPick(int me, Step next, Step none) {
        int process = processes[me];
        if (isLocked(process)) {
            return false;
        }
        if (!beginsPick(process)) {
            return go(me, none);
        }
        set(LOCKED + process, 1);
        markDoor(process);
        return go(me, next);
    }

    private void markDoor(int process) {
        set(WAITERS, get(WAITERS) | doorBit(process));
        set(IN_VAIN + process, 1);
    }

    final void pickNext(int me) {
        pick(processes[me], 1);
        set(LOCKED + processes[me], 0);
    }

    /** Wakes so many of those whose condition holds. */
    private void pick(int process, int count) {
        int left = count;
        for (int thread = 0; thread < processes.length && left > 0 && holdsNow(); thread++) {
            if (atDoor[thread] && processes[thread] == process && sleeps(thread, ALL_BITS)) {
                setThread(thread, PICKED, 1);
                go(thread, Step.WOKEN);
                left--;
            }
        }
        if (left == 0 && mutation != Mutation.DOOR_IN_VAIN_THOUGH_FOUND) {
            set(IN_VAIN + process, 0);
        }
    }

    final boolean lieDown(int me) {
        if (thread(me, MOVED) != 0 && mutation != Mutation.DOOR_SLEEP_WITHOUT_COMPARE) {
            return go(me, Step.WOKEN);
        }
        if (sleepersAtDoor(processes[me]) == 0) {
            set(UNHEARD + processes[me], 0);
        }
        return go(me, Step.ASLEEP);
    }

    final boolean keepDoor(int process) {
        boolean hearsLate = mutation == Mutation.DOOR_HEAR_AFTER_LOOK;
        switch (Keeper.ALL[get(KEEPERS + process)]) {
            case ASLEEP -> {
                if (get(RUNG + process) == 0) {
                    return false;
                }
                set(RUNG + process, hearsLate ? 1 : 0);
                set(KEEPERS + process, Keeper.AWAKE);
            }
            case AWAKE -> {
                if (get(LOCKED + process) != 0) {
                    return false;
                }
                int count = get(UNHEARD + process);
                set(UNHEARD + process, 0);
                if (count == 0 || sleepersAtDoor(process) == 0) {
                    return set(KEEPERS + process, hearsLate ? Keeper.HEARS : Keeper.ASLEEP);
                }
                set(COUNTS + process, count);
                if (mutation == Mutation.DOOR_MARK_AFTER_LOOK) {
                    pick(process, count);
                } else {
                    markDoor(process);
                }
                set(KEEPERS + process, Keeper.LOOKS);
            }
            case LOOKS -> {
                if (mutation == Mutation.DOOR_MARK_AFTER_LOOK) {
                    markDoor(process);
                } else {
                    pick(process, get(COUNTS + process));
                }
                set(COUNTS + process, 0);
                set(KEEPERS + process, hearsLate ? Keeper.HEARS : Keeper.ASLEEP);
            }
            case HEARS -> {
                set(RUNG + process, 0);
                set(KEEPERS + process, Keeper.ASLEEP);
            }
        }
        return true;
    }
}
