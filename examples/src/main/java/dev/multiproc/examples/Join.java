package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Four children sleep 5, 3, 2 and 1 seconds. They sleep side by side, so that the parent waits for 5 seconds, not for 11. */
public final class Join {
    private Join() {}

    static void task(Stage stage, String name, int seconds) throws InterruptedException {
        stage.line(name + " is piaoing");
        stage.pause(seconds);
        stage.line(name + " is piao end");
    }

    /** The example. */
    public static boolean run(Stage stage) throws InterruptedException {
        long beginNanos = System.nanoTime();
        try (Multiprocessing mp = Multiprocessing.open()) {
            List<ChildProcess> children = new ArrayList<>();
            for (int seconds : new int[] {5, 3, 2, 1}) {
                String name = "egon" + (children.size() + 1);
                children.add(mp.process(name, () -> task(stage, name, seconds)).start());
            }
            for (ChildProcess child : children) {
                child.join();
            }
            double elapsed = (System.nanoTime() - beginNanos) / 1e9;
            stage.line(String.format(Locale.ROOT, "%s %.1f s", stage.text("主", "main"), elapsed));
            return Stage.allEndedWell(children) && elapsed >= 5.0 / stage.speed();
        }
    }

    public static void main(String[] args) throws InterruptedException {
        run(Stage.of(args));
    }
}
