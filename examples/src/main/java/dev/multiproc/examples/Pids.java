package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import java.util.List;

/** Every process has a pid, and can get its parent's pid too. */
public final class Pids {
    private Pids() {}

    static void task(Stage stage) throws InterruptedException {
        long pid = Multiprocessing.currentProcess().pid();
        long parent = Multiprocessing.parentProcess().orElseThrow().pid();
        stage.line(pid + " is running, parent id is <" + parent + ">");
        stage.pause(3);
        stage.line(pid + " is done, parent id is <" + parent + ">");
    }

    /** The example. */
    public static boolean run(Stage stage) {
        ChildProcess child;
        try (Multiprocessing mp = Multiprocessing.open()) {
            child = mp.process(() -> task(stage)).start();
            ProcessHandle me = ProcessHandle.current();
            long grandparent = me.parent().map(ProcessHandle::pid).orElse(0L);
            stage.line(stage.text("主", "main") + " " + me.pid() + " " + grandparent);
        } // waits for the child
        return Stage.allEndedWell(List.of(child));
    }

    public static void main(String[] args) {
        run(Stage.of(args));
    }
}
