package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import java.util.List;

/** A child made from a function with an argument. The parent does not wait for it, so the parent's line comes first. */
public final class ProcessFunction {
    private ProcessFunction() {}

    static void task(Stage stage, String name) throws InterruptedException {
        stage.line(name + " is piaoing");
        stage.pause(3);
        stage.line(name + " is piao end");
    }

    /** The example. */
    public static boolean run(Stage stage) {
        ChildProcess child;
        try (Multiprocessing mp = Multiprocessing.open()) {
            child = mp.process(() -> task(stage, "egon")).start();
            stage.parentIsDone();
        } // waits for the child
        return Stage.allEndedWell(List.of(child));
    }

    public static void main(String[] args) {
        run(Stage.of(args));
    }
}
