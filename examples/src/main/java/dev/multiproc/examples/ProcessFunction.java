package dev.multiproc.examples;

import dev.multiproc.Multiprocessing;

/** A child from a function with an argument. The parent does not wait: its line comes first. */
public final class ProcessFunction {
    private ProcessFunction() {}

    static void task(Stage stage, String name) throws InterruptedException {
        stage.line(name + " is piaoing");
        stage.pause(3);
        stage.line(name + " is piao end");
    }

    /** The example. */
    public static boolean run(Stage stage) {
        try (Multiprocessing mp = Multiprocessing.open()) {
            mp.process(() -> task(stage, "egon")).start();
            stage.parentIsDone();
        }
        return true;
    }

    public static void main(String[] args) {
        run(Stage.of(args));
    }
}
