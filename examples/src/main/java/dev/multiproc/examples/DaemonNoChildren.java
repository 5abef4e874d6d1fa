package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import java.util.List;

/** A daemon tries to start a child and is refused: when the daemon is killed, nobody would wait for the child. */
public final class DaemonNoChildren {
    private DaemonNoChildren() {}

    static void task(Stage stage) {
        ChildProcess grandchild = Multiprocessing.current().process(() -> stage.line("never seen"));
        try {
            grandchild.start();
        } catch (IllegalStateException refusal) {
            stage.line(refusal.getMessage());
            return;
        }
        throw new AssertionError("the daemon has a child");
    }

    /** The example. */
    public static boolean run(Stage stage) throws InterruptedException {
        ChildProcess daemon;
        try (Multiprocessing mp = Multiprocessing.open()) {
            daemon = mp.process(() -> task(stage)).daemon(true).start();
            daemon.join();
        }
        stage.parentIsDone();
        return Stage.allEndedWell(List.of(daemon));
    }

    public static void main(String[] args) throws InterruptedException {
        run(Stage.of(args));
    }
}
