package dev.multiproc.launcher.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What happened in a run, and when: for its report. Thread-safe. */
final class RunHistory implements WorkerEvents {
    /** If there are more, every other one is forgotten, and from then on they are half as many a second. */
    private static final int MOST_SAMPLES = 1000;

    private static final long FIRST_INTERVAL_MILLIS = 100;

    private final long beginNanos = System.nanoTime();
    private final Runnable atEnd;
    private final List<Sample> samples = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private long intervalMillis = FIRST_INTERVAL_MILLIS;
    private long nextMillis;

    /**
     * An empty history that begins now.
     *
     * @param atEnd called at each end of a worker
     */
    RunHistory(Runnable atEnd) {
        this.atEnd = atEnd;
    }

    /**
     * How it looked at a moment.
     *
     * @param millis since the begin
     * @param depth items in the queue
     */
    record Sample(long millis, long depth, LiveFigures.Sums sums) {}

    /** What can happen to a worker. */
    enum What {
        STARTED,
        RESTARTS,
        ENDED
    }

    /**
     * Something has happened to a worker.
     *
     * @param millis since the begin
     * @param exitCode of its process; 0 if it was started
     */
    record Event(long millis, String worker, What what, int exitCode) {}

    long millis() {
        return (System.nanoTime() - beginNanos) / 1_000_000;
    }

    /** Whether the next sample is due. */
    synchronized boolean isDue() {
        return millis() >= nextMillis;
    }

    synchronized void add(long depth, LiveFigures.Sums sums) {
        if (samples.size() == MOST_SAMPLES) {
            intervalMillis *= 2;
            List<Sample> kept = new ArrayList<>();
            for (int i = 0; i < samples.size(); i += 2) {
                kept.add(samples.get(i));
            }
            samples.clear();
            samples.addAll(kept);
        }
        long now = millis();
        samples.add(new Sample(now, depth, sums));
        nextMillis = now + intervalMillis;
    }

    @Override
    public synchronized void started(RunningWorker worker) {
        events.add(new Event(millis(), worker.name(), What.STARTED, 0));
    }

    @Override
    public synchronized void restarts(RunningWorker worker, int exitCode, Duration delay) {
        events.add(new Event(millis(), worker.name(), What.RESTARTS, exitCode));
    }

    @Override
    public void ended(RunningWorker worker) {
        synchronized (this) {
            events.add(new Event(
                    millis(),
                    worker.name(),
                    What.ENDED,
                    worker.endedByParent() ? 0 : worker.exitCode().orElse(0)));
        }
        atEnd.run();
    }

    /** When the last thing happened. */
    synchronized long lastMillis() {
        return events.isEmpty() ? 0 : events.get(events.size() - 1).millis();
    }

    synchronized List<Sample> samples() {
        return List.copyOf(samples);
    }

    synchronized List<Event> events() {
        return List.copyOf(events);
    }
}
