package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.SharedQueue;
import java.util.List;

/** One cook, one eater and an end signal: put by the cook when it has made all, or by the parent once the cook has ended. */
public final class BaoziSentinel {
    /** The end signal; no bun has this name. */
    static final String END = "";

    private BaoziSentinel() {}

    static void cook(Stage stage, SharedQueue<String> queue, boolean saysEnd) throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            stage.work();
            String bun = stage.text("包子", "bun") + i;
            stage.made("egon", bun);
            queue.put(bun);
        }
        if (saysEnd) {
            queue.put(END);
        }
    }

    static void eat(Stage stage, SharedQueue<String> queue, String name) throws InterruptedException {
        for (String food = queue.take(); !food.equals(END); food = queue.take()) {
            stage.work();
            stage.ate(name, food);
        }
    }

    private static boolean round(Stage stage, boolean cookSaysEnd) throws InterruptedException {
        ChildProcess cook;
        ChildProcess eater;
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedQueue<String> queue = mp.queue();
            cook = mp.process("egon", () -> cook(stage, queue, cookSaysEnd)).start();
            eater = mp.process("alex", () -> eat(stage, queue, "alex")).start();
            if (!cookSaysEnd) {
                cook.join();
                queue.put(END);
            }
            eater.join();
        }
        stage.parentIsDone();
        return Stage.allEndedWell(List.of(cook, eater));
    }

    /** The example. */
    public static boolean run(Stage stage) throws InterruptedException {
        stage.say("结束信号由厨师放", "the cook puts the end signal");
        boolean shown = round(stage, true);
        stage.say("结束信号由父进程在厨师结束后放", "the parent puts the end signal after the cook has ended");
        return round(stage, false) && shown;
    }

    public static void main(String[] args) throws InterruptedException {
        run(Stage.of(args));
    }
}
