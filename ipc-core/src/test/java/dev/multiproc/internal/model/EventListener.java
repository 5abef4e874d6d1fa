package dev.multiproc.internal.model;

/**
 * The part of {@link EventProtocol} that models {@link dev.multiproc.internal.park.ChannelWaiters} and the listener: threads that
 * sleep until the listener of their process, which is woken through the process's channel, wakes them.
 */
abstract class EventListener extends EventState {
    EventListener(int maxKills, int[] bits, String threads, boolean wakesOne, Mutation mutation) {
        super(maxKills, bits, threads, wakesOne, mutation);
    }

    /** Moves the event's word. The distance tells listeners how many threads to wake. */
    final void move(boolean all) {
        for (int process = 0; process < PROCESSES; process++) {
            if (channelSleepers(process) > 0 || get(LISTENERS + process) != 0) {
                set(UNHANDLED + process, all ? MANY : Math.min(MANY, get(UNHANDLED + process) + 1));
            }
            set(NONE_DUE + process, 0);
        }
        for (int thread = 0; thread < processes.length; thread++) {
            Step step = stepOf(thread);
            boolean isIn = step.compareTo(Step.READ_MOVES) > 0 && step.compareTo(Step.LEAVE) < 0;
            if (isIn && lives(processes[thread])) {
                setThread(thread, MOVED, 1);
            }
        }
    }

    final void wakeListeners(int whom) {
        for (int process = 0; process < PROCESSES; process++) {
            if ((channelBit(process) & whom) != 0 && lives(process) && hasListener(process)) {
                set(LISTENER_SIGNALLED + process, 1);
            }
        }
    }

    private boolean hasListener(int process) {
        boolean has = false;
        for (int thread = 0; thread < processes.length; thread++) {
            has |= usesChannel[thread] && processes[thread] == process;
        }
        return has;
    }

    final boolean isLocked(int process) {
        return get(LOCKED + process) != 0
                || Listener.ALL[get(LISTENERS + process)].compareTo(Listener.ENDS_SEARCH) >= 0
                        && Listener.ALL[get(LISTENERS + process)] != Listener.CLEARS;
    }

    final boolean parkOnChannel(int me) {
        boolean picksNext = thread(me, PICKED) != 0 && mutation != Mutation.CHANNEL_PICKED_WITHOUT_PASSING_ON;
        if (isLocked(processes[me])) {
            return false;
        }
        setThread(me, PICKED, 0);
        setThread(me, PASSES_ON, 0);
        return picksNext && mayPick(processes[me]) ? beginPick(me, Step.PARK_PICK, Step.PARK_PICK) : fallAsleep(me);
    }

    private boolean mayPick(int process) {
        return get(NONE_DUE + process) == 0 && channelSleepers(process) > 0;
    }

    final boolean beginPick(int me, Step next, Step none) {
        int process = processes[me];
        if (isLocked(process)) {
            return false;
        }
        if (!mayPick(process)) {
            return go(me, none);
        }
        set(LOCKED + process, 1);
        markChannel(process);
        return go(me, next);
    }

    private void markChannel(int process) {
        set(WAITERS, get(WAITERS) | channelBit(process));
        set(NONE_DUE + process, 1);
    }

    final void pickNext(int me) {
        pick(processes[me], 1);
        set(LOCKED + processes[me], 0);
    }

    /** Wakes as many threads as given, among those whose condition holds. */
    private void pick(int process, int count) {
        int left = count;
        for (int thread = 0; thread < processes.length && left > 0 && holdsNow(); thread++) {
            if (usesChannel[thread] && processes[thread] == process && sleeps(thread, ALL_BITS)) {
                setThread(thread, PICKED, 1);
                go(thread, Step.WOKEN);
                left--;
            }
        }
        if (left == 0 && mutation != Mutation.CHANNEL_NONE_DUE_THOUGH_FOUND) {
            set(NONE_DUE + process, 0);
        }
    }

    final boolean fallAsleep(int me) {
        if (thread(me, MOVED) != 0 && mutation != Mutation.CHANNEL_SLEEP_WITHOUT_COMPARE) {
            return go(me, Step.WOKEN);
        }
        if (channelSleepers(processes[me]) == 0) {
            set(UNHANDLED + processes[me], 0);
        }
        return go(me, Step.ASLEEP);
    }

    final boolean listen(int process) {
        boolean clearsLate = mutation == Mutation.CHANNEL_CLEAR_AFTER_CHECK;
        switch (Listener.ALL[get(LISTENERS + process)]) {
            case ASLEEP -> {
                if (get(LISTENER_SIGNALLED + process) == 0) {
                    return false;
                }
                set(LISTENER_SIGNALLED + process, clearsLate ? 1 : 0);
                set(LISTENERS + process, Listener.AWAKE);
            }
            case AWAKE -> {
                if (get(LOCKED + process) != 0) {
                    return false;
                }
                int count = get(UNHANDLED + process);
                set(UNHANDLED + process, 0);
                if (count == 0 || channelSleepers(process) == 0) {
                    return set(LISTENERS + process, clearsLate ? Listener.CLEARS : Listener.ASLEEP);
                }
                set(PICK_COUNTS + process, count);
                boolean endsSearch = wakesOne
                        && mutation != Mutation.CHANNEL_SEARCH_WITHOUT_END
                        && mutation != Mutation.CHANNEL_SEARCH_ENDS_AFTER_CHECK;
                if (endsSearch) {
                    return set(LISTENERS + process, Listener.ENDS_SEARCH);
                }
                if (mutation == Mutation.CHANNEL_MARK_AFTER_CHECK) {
                    pick(process, count);
                } else {
                    markChannel(process);
                }
                set(LISTENERS + process, Listener.CHECKS);
            }
            case ENDS_SEARCH -> {
                set(SEARCHER, 0);
                markChannel(process);
                set(LISTENERS + process, Listener.CHECKS);
            }
            case CHECKS -> {
                if (mutation == Mutation.CHANNEL_MARK_AFTER_CHECK) {
                    markChannel(process);
                } else {
                    pick(process, get(PICK_COUNTS + process));
                }
                set(PICK_COUNTS + process, 0);
                boolean endsLate = mutation == Mutation.CHANNEL_SEARCH_ENDS_AFTER_CHECK;
                Listener next = clearsLate ? Listener.CLEARS : Listener.ASLEEP;
                set(LISTENERS + process, endsLate ? Listener.ENDS_SEARCH_LATE : next);
            }
            case ENDS_SEARCH_LATE -> {
                set(SEARCHER, 0);
                set(LISTENERS + process, Listener.ASLEEP);
            }
            case CLEARS -> {
                set(LISTENER_SIGNALLED + process, 0);
                set(LISTENERS + process, Listener.ASLEEP);
            }
        }
        return true;
    }
}
