package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.SharedQueue;
import java.time.Duration;
import java.util.List;

/**
 * One cook and one eater, but no end signal: the eater waits for ever for a fourth bun, and the parent for the eater. The example
 * shows this, and then kills the eater.
 */
public final class BaoziHang {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private BaoziHang() {}

    static void cook(Stage stage, SharedQueue<String> queue, String name) throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            stage.work();
            String bun = stage.text("包子", "bun") + i;
            stage.made(name, bun);
            queue.put(bun);
        }
    }

    static void eat(Stage stage, SharedQueue<String> queue, SharedQueue<String> plates, String name)
            throws InterruptedException {
        while (true) {
            String bun = queue.take();
            stage.work();
            stage.ate(name, bun);
            plates.put(bun);
        }
    }

    /** The example. */
    public static boolean run(Stage stage) throws InterruptedException {
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedQueue<String> queue = mp.queue();
            SharedQueue<String> plates = mp.queue();
            ChildProcess cook =
                    mp.process("egon", () -> cook(stage, queue, "egon")).start();
            ChildProcess eater =
                    mp.process("alex", () -> eat(stage, queue, plates, "alex")).start();
            cook.join();
            stage.parentIsDone();
            for (int i = 0; i < 3; i++) {
                plates.take();
            }
            boolean ended = eater.join(PATIENCE);
            long pid = eater.pid().orElseThrow();
            stage.say(
                    "三个包子都吃完了，alex（进程 " + pid + "）还在 take() 里等，父进程也等不到它结束：这就是卡住。现在结束它。",
                    "all three buns are eaten; alex (process " + pid
                            + ") is blocked in take(), and the parent that joins it never ends: this hangs. Ending it now.");
            eater.terminate();
            eater.join();
            return !ended && Stage.allEndedWell(List.of(cook));
        }
    }

    public static void main(String[] args) throws InterruptedException {
        run(Stage.of(args));
    }
}
