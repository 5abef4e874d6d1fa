package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;
import java.util.List;
import java.util.Locale;

/** Two children do the same sum and time it: one is made from a function, one from a class. */
public final class TwoSums {
    private static final int END = 100_000;

    private TwoSums() {}

    static void sum(Stage stage, int end) {
        long beginNanos = System.nanoTime();
        long sum = 0;
        for (int i = 0; i < end; i++) {
            sum += i;
        }
        double millis = (System.nanoTime() - beginNanos) / 1e6;
        stage.line(String.format(Locale.ROOT, "%d (%.2f ms)", sum, millis));
    }

    record Sum(Stage stage, int end) implements ProcessTask {
        @Override
        public void run() {
            sum(stage, end);
        }
    }

    /** The example. */
    public static boolean run(Stage stage) throws InterruptedException {
        try (Multiprocessing mp = Multiprocessing.open()) {
            ChildProcess byFunction = mp.process(() -> sum(stage, END)).start();
            ChildProcess byClass = mp.process(new Sum(stage, END)).start();
            byFunction.join();
            byClass.join();
            stage.line("ending...");
            return Stage.allEndedWell(List.of(byFunction, byClass));
        }
    }

    public static void main(String[] args) throws InterruptedException {
        run(Stage.of(args));
    }
}
