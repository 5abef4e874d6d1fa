package dev.multiproc.launcher.run;

import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.SharedQueue;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** From the first child's start to the last one's end. */
final class Shift {
    private static final long KILL_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long OFFER_MILLIS = 50;

    private final Crew crew;
    private final SharedQueue<Food> queue;
    private final Watch watch;
    private final Duration grace;

    Shift(Crew crew, SharedQueue<Food> queue, Watch watch, Duration grace) {
        this.crew = crew;
        this.queue = queue;
        this.watch = watch;
        this.grace = grace;
    }

    /**
     * Has the crew do its work, and sends it home.
     *
     * @param stop how eaters learn that no more will come
     * @param endSignal what is put for each of them if that is how
     * @throws TimeoutException if the run has taken as long as it may; the crew is still there
     * @throws InterruptedException if interrupted while waiting; the crew is still there
     */
    void work(StopMode stop, Food endSignal) throws TimeoutException, InterruptedException {
        crew.start(watch::wake);
        watch.await(() -> !crew.anyCook() || !crew.anyEater());
        if (!crew.anyEater()) {
            // Nobody is left to eat what cooks still make, and to let them come home.
            crew.terminateCooks();
        }
        watch.await(() -> !crew.anyCook());
        switch (stop) {
            case DAEMON -> watch.await(() -> isAllEaten() || !crew.anyEater());
            case SENTINEL -> putEndSignals(endSignal);
            case SHUTDOWN -> queue.shutdown();
        }
        if (stop == StopMode.DAEMON) {
            end();
        }
        watch.await(() -> !crew.anyEater());
    }

    /** Ends whoever is still there, first politely. */
    void end() throws InterruptedException {
        crew.terminateAll();
        if (!watch.awaitUpTo(() -> crew.running().isEmpty(), grace.toNanos())) {
            crew.killAll();
            watch.awaitUpTo(() -> crew.running().isEmpty(), KILL_NANOS);
        }
    }

    private boolean isAllEaten() {
        return queue instanceof JoinableQueue<Food> joinable && joinable.unfinished() == 0;
    }

    private void putEndSignals(Food endSignal) throws TimeoutException, InterruptedException {
        for (int signals = 0; signals < crew.eaters().size(); signals++) {
            while (crew.anyEater() && !queue.offer(endSignal, OFFER_MILLIS, TimeUnit.MILLISECONDS)) {
                watch.await(() -> !crew.anyEater() || !queue.isFull());
            }
        }
    }
}
