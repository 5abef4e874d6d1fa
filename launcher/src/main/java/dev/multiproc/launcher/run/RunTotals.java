package dev.multiproc.launcher.run;

import dev.multiproc.launcher.report.BarChart;
import dev.multiproc.launcher.run.WorkerJournal.Counter;
import java.util.ArrayList;
import java.util.List;

/** Adds up the journals of the workers, and finds items that were lost or finished twice. */
final class RunTotals {
    private final ItemSet finished = new ItemSet();
    private final ItemSet accountedFor = new ItemSet();
    private final long[] latencyCounts = new long[LatencyBuckets.COUNT];
    private final long[] putByProducer;
    private long ofEarlierRuns;
    private long taken;
    private long redelivered;
    private long duplicated;
    private long left;
    private long deadLettered;
    private long failed;
    private long maxDepth;
    private long maxLatencyMicros;

    RunTotals(int producers) {
        putByProducer = new long[producers];
    }

    /** The index of an item in a journal's bit set: first all producers' first items, then their second items, and so on. */
    static long indexOf(Item item, int producers) {
        return (long) item.number() * producers + item.producer();
    }

    void addProducer(int index, WorkerJournal journal) {
        putByProducer[index] = journal.get(Counter.PUT);
        observeDepth(journal.get(Counter.MAX_DEPTH));
    }

    /** Adds the journal of a consumer; returns how many items it finished. */
    long addConsumer(WorkerJournal journal) {
        long finishedAgain = journal.get(Counter.FINISHED_AGAIN);
        long finishedHere = finishedAgain;
        duplicated += finishedAgain;
        for (int index = 0; index < journal.finishedWordCount(); index++) {
            long word = journal.finishedWord(index);
            finishedHere += Long.bitCount(word);
            duplicated += finished.addWord(index, word);
            accountedFor.addWord(index, word);
        }
        taken += journal.get(Counter.TAKEN);
        failed += journal.get(Counter.FAILED);
        ofEarlierRuns += journal.get(Counter.OF_EARLIER_RUNS);
        redelivered += journal.get(Counter.REDELIVERED);
        maxLatencyMicros = Math.max(maxLatencyMicros, journal.get(Counter.MAX_LATENCY_MICROS));
        journal.addLatenciesTo(latencyCounts);
        return finishedHere;
    }

    /** Adds an item that was still in the queue at the end. */
    void addLeft(Item item) {
        left++;
        accountedFor.add(indexOf(item, putByProducer.length));
    }

    /** Adds an item that is among the dead letters. */
    void addDeadLetter(Item item) {
        deadLettered++;
        accountedFor.add(indexOf(item, putByProducer.length));
    }

    /** Takes note of a queue length that was observed. */
    void observeDepth(long depth) {
        maxDepth = Math.max(maxDepth, depth);
    }

    QueueFigures queueFigures() {
        long put = 0;
        for (int producer = 0; producer < putByProducer.length; producer++) {
            put += putBy(producer);
        }
        long lost = put - accountedFor.size();
        return new QueueFigures(
                put,
                taken,
                finished.size(),
                redelivered,
                failed,
                deadLettered,
                left,
                lost,
                duplicated,
                maxDepth,
                ofEarlierRuns);
    }

    /** One bar for each doubling of the time, from the shortest to the longest. */
    List<BarChart.Bar> latencyBars() {
        long[] byDoubling = new long[Long.SIZE];
        for (int index = 0; index < latencyCounts.length; index++) {
            long micros = Math.max(1, LatencyBuckets.highestMicros(index));
            byDoubling[Long.SIZE - 1 - Long.numberOfLeadingZeros(micros)] += latencyCounts[index];
        }
        int first = 0;
        int last = byDoubling.length - 1;
        while (first <= last && byDoubling[first] == 0) {
            first++;
        }
        while (last >= first && byDoubling[last] == 0) {
            last--;
        }
        List<BarChart.Bar> bars = new ArrayList<>();
        for (int doubling = first; doubling <= last; doubling++) {
            bars.add(new BarChart.Bar("< " + Summary.time(1L << (doubling + 1)), byDoubling[doubling]));
        }
        return bars;
    }

    Latency latency() {
        return Latency.of(latencyCounts, maxLatencyMicros);
    }

    /** A producer that is killed between a put and recording it has put one item more than its journal says. */
    private long putBy(int producer) {
        return Math.max(putByProducer[producer], accountedFor.minPutBy(producer, putByProducer.length));
    }
}
