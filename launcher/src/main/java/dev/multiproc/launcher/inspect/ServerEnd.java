package dev.multiproc.launcher.inspect;

import dev.multiproc.inspect.InspectedProcess;
import dev.multiproc.inspect.SessionInspection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Ends a session at a server: asks its processes, on all machines, and waits until none has a lease. */
final class ServerEnd {
    private static final long LOOK_MILLIS = 200;

    private final SessionView.AtServer view;

    ServerEnd(SessionView.AtServer view) {
        this.view = view;
    }

    /** Empty also if the session was deleted, as that of a run is at its end. */
    List<InspectedProcess> living() {
        return view.look().map(SessionInspection::processes).orElse(List.of());
    }

    void request() {
        view.server().requestEnd(view.name());
    }

    /**
     * Waits until the session has no processes.
     *
     * @param timeout how long; null without a limit
     * @return false if the time is up
     */
    boolean await(Duration timeout) throws InterruptedException {
        long begin = System.nanoTime();
        while (!living().isEmpty()) {
            long left = timeout == null ? Long.MAX_VALUE : timeout.toNanos() - (System.nanoTime() - begin);
            if (left <= 0) {
                return false;
            }
            // The server tells nobody of this: it is asked now and then.
            TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS)));
        }
        return true;
    }

    void delete() {
        view.server().delete(view.name());
    }
}
