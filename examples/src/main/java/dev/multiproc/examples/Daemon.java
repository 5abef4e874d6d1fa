package dev.multiproc.examples;

import dev.multiproc.Multiprocessing;

/** A daemon sleeps before it prints. Its parent ends at once and ends the daemon, so its lines never appear. */
public final class Daemon {
    private Daemon() {}

    static void task(Stage stage, String name) throws InterruptedException {
        stage.pause(60);
        stage.line(name + " is piaoing");
        stage.line(name + " is piao end");
    }

    /** The example. */
    public static boolean run(Stage stage) {
        try (Multiprocessing mp = Multiprocessing.open()) {
            mp.process(() -> task(stage, "egon")).daemon(true).start();
        }
        stage.parentIsDone();
        return true;
    }

    public static void main(String[] args) {
        run(Stage.of(args));
    }
}
