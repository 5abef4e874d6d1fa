package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;
import java.util.List;

/** A child made from a class: a record that implements ProcessTask. Its components are sent to the child. */
public final class ProcessClass {
    private ProcessClass() {}

    record Piao(Stage stage, String name) implements ProcessTask {
        @Override
        public void run() throws InterruptedException {
            stage.line(name + " is piaoing");
            stage.pause(3);
            stage.line(name + " is piao end");
        }
    }

    /** The example. */
    public static boolean run(Stage stage) {
        ChildProcess child;
        try (Multiprocessing mp = Multiprocessing.open()) {
            child = mp.process(new Piao(stage, "egon")).start();
            stage.parentIsDone();
        } // waits for the child
        return Stage.allEndedWell(List.of(child));
    }

    public static void main(String[] args) {
        run(Stage.of(args));
    }
}
