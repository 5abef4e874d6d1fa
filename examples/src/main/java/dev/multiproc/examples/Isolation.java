package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import java.util.List;

/** Processes share no variables: what a child does to a static field, its parent never sees. */
public final class Isolation {
    private static int n;

    private Isolation() {}

    static void task(Stage stage) {
        n = 0;
        stage.say("子进程内: " + n, "in the child: " + n);
    }

    /** The example. */
    public static boolean run(Stage stage) throws InterruptedException {
        n = 100;
        try (Multiprocessing mp = Multiprocessing.open()) {
            ChildProcess child = mp.process(() -> task(stage)).start();
            child.join();
            stage.say("主进程内: " + n, "in the parent: " + n);
            return Stage.allEndedWell(List.of(child)) && n == 100;
        }
    }

    public static void main(String[] args) throws InterruptedException {
        run(Stage.of(args));
    }
}
