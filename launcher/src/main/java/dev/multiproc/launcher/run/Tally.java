package dev.multiproc.launcher.run;

import dev.multiproc.launcher.run.Ledger.Counter;

/** Adds up what the workers wrote down, and finds what was lost and what was finished twice. */
final class Tally {
    private final ItemSet finished = new ItemSet();
    private final ItemSet accounted = new ItemSet();
    private final long[] latencyCounts = new long[LatencyBuckets.COUNT];
    private final long[] putByCook;
    private long ofEarlierRuns;
    private long taken;
    private long redelivered;
    private long duplicated;
    private long left;
    private long deadLettered;
    private long maxDepth;
    private long maxLatencyMicros;

    Tally(int cooks) {
        putByCook = new long[cooks];
    }

    /** The bit that an item has in a ledger: all cooks' first items, then all their second ones. */
    static long itemOf(Food food, int cooks) {
        return (long) food.number() * cooks + food.cook();
    }

    void addCook(int index, Ledger ledger) {
        putByCook[index] = ledger.get(Counter.PUT);
        depth(ledger.get(Counter.MAX_DEPTH));
    }

    /** Adds what an eater did; gives how many items it finished. */
    long addEater(Ledger ledger) {
        long again = ledger.get(Counter.FINISHED_AGAIN);
        long finishedHere = again;
        duplicated += again;
        for (int index = 0; index < ledger.finishedWordCount(); index++) {
            long word = ledger.finishedWord(index);
            finishedHere += Long.bitCount(word);
            duplicated += finished.addWord(index, word);
            accounted.addWord(index, word);
        }
        taken += ledger.get(Counter.TAKEN);
        ofEarlierRuns += ledger.get(Counter.OF_EARLIER_RUNS);
        redelivered += ledger.get(Counter.REDELIVERED);
        maxLatencyMicros = Math.max(maxLatencyMicros, ledger.get(Counter.MAX_LATENCY_MICROS));
        ledger.addLatenciesTo(latencyCounts);
        return finishedHere;
    }

    /** Adds an item that was still in the queue at the end. */
    void addLeft(Food food) {
        left++;
        accounted.add(itemOf(food, putByCook.length));
    }

    /** Adds an item that went to the dead letters. */
    void addDeadLetter(Food food) {
        deadLettered++;
        accounted.add(itemOf(food, putByCook.length));
    }

    /** Hears of a number of items that were in the queue at some time. */
    void depth(long depth) {
        maxDepth = Math.max(maxDepth, depth);
    }

    QueueFigures figures() {
        long put = 0;
        for (int cook = 0; cook < putByCook.length; cook++) {
            put += putBy(cook);
        }
        long lost = put - accounted.size();
        return new QueueFigures(
                put,
                taken,
                finished.size(),
                redelivered,
                deadLettered,
                left,
                lost,
                duplicated,
                maxDepth,
                ofEarlierRuns);
    }

    Latency latency() {
        return new Latency(
                Math.min(LatencyBuckets.quantileMicros(latencyCounts, 0.50), maxLatencyMicros),
                Math.min(LatencyBuckets.quantileMicros(latencyCounts, 0.99), maxLatencyMicros),
                maxLatencyMicros);
    }

    /** A cook that is killed between its put and its note of it has put one more than it says: the item turns up. */
    private long putBy(int cook) {
        return Math.max(putByCook[cook], accounted.roundsOf(cook, putByCook.length));
    }
}
