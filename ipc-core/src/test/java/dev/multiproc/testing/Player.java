package dev.multiproc.testing;

import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** The thread behind an {@link Actor}. */
final class Player {
    private static final String LIBRARY = "dev.multiproc.";

    private final LinkedBlockingQueue<Actor.Work<?>> orders = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean isDismissed;

    Player(int actor, Consumer<Stage.Outcome> audience) {
        thread = new Thread(() -> play(actor, audience), "actor-" + actor);
        thread.setDaemon(true);
        thread.start();
    }

    private void play(int actor, Consumer<Stage.Outcome> audience) {
        while (!isDismissed) {
            Actor.Work<?> work;
            try {
                work = orders.take();
            } catch (InterruptedException e) {
                // It was meant for work that had ended, or says that there is no more.
                continue;
            }
            audience.accept(perform(actor, work));
        }
    }

    private static Stage.Outcome perform(int actor, Actor.Work<?> work) {
        try {
            return new Stage.Outcome(actor, work.get(), null);
        } catch (Exception | AssertionError e) {
            return new Stage.Outcome(actor, null, e);
        }
    }

    void order(Actor.Work<?> work) {
        orders.add(work);
    }

    void interrupt() {
        thread.interrupt();
    }

    void dismiss() {
        isDismissed = true;
        thread.interrupt();
    }

    /** Whether the thread sleeps inside the library. */
    boolean isAsleep() {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("park")
                        && frame.getClassName().startsWith(LIBRARY));
    }
}
