package dev.multiproc.launcher.run;

import dev.multiproc.queue.SharedQueue;

/** Looks at a run while it is at work: shows how far it is, and keeps what its report needs. For the thread that waits for the run. */
final class RunWatch implements Runnable {
    private final SharedQueue<Item> queue;
    private final LiveFigures figures;
    private final Progress progress;
    private final EarlyStop early;
    private final Workers workers;
    private RunHistory history;

    RunWatch(SharedQueue<Item> queue, LiveFigures figures, Progress progress, EarlyStop early, Workers workers) {
        this.queue = queue;
        this.early = early;
        this.workers = workers;
        this.figures = figures;
        this.progress = progress;
    }

    /**
     * Begins the history of the run.
     *
     * @param atEnd called at each end of a worker
     */
    RunHistory history(Runnable atEnd) {
        history = new RunHistory(atEnd);
        return history;
    }

    @Override
    public void run() {
        LiveFigures.Sums sums = figures.sums();
        early.check(sums, workers);
        progress.flush();
        if (history.isDue()) {
            history.add(queue.size(), sums);
            progress.show(history, queue, sums, !workers.anyProducer());
        }
    }
}
