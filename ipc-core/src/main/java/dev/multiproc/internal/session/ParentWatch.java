package dev.multiproc.internal.session;

import dev.multiproc.internal.live.Liveness;
import java.io.IOException;
import java.util.function.IntConsumer;
import org.slf4j.LoggerFactory;

/** A thread that sleeps in the kernel until the parent is dead, however the parent dies. */
final class ParentWatch {
    /** What a daemon exits with when its parent is gone: as after SIGTERM. */
    static final int EXIT_CODE = 143;

    private static volatile Thread thread;
    private static volatile boolean stopped;

    private ParentWatch() {}

    static void start(Liveness liveness, int parentSlot, IntConsumer atDeath) {
        Thread watch = new Thread(() -> run(liveness, parentSlot, atDeath), "multiproc-parent-watch");
        watch.setDaemon(true);
        thread = watch;
        watch.start();
    }

    private static void run(Liveness liveness, int parentSlot, IntConsumer atDeath) {
        try {
            liveness.awaitDeath(parentSlot);
            if (!stopped) {
                atDeath.accept(parentSlot);
            }
        } catch (IOException | RuntimeException | Error e) {
            // The janitor sees the parent's end, too.
            if (!stopped) {
                LoggerFactory.getLogger(ParentWatch.class).error("cannot watch the parent process", e);
            }
        }
    }

    /** Has the thread leave the kernel: one that stays there delays the JVM's exit. */
    static void stop() {
        stopped = true;
        Thread watch = thread;
        if (watch != null) {
            watch.interrupt();
        }
    }
}
