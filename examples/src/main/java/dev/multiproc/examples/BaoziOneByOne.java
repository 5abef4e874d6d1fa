package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.JoinableQueue;
import java.util.List;

/**
 * A cook who waits after every bun until it is eaten, and three eaters who take turns, because an eater rests for longer than the
 * cook needs for the next bun.
 */
public final class BaoziOneByOne {
    private BaoziOneByOne() {}

    static void cook(Stage stage, JoinableQueue<String> queue, String name) throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            stage.work();
            String bun = stage.text("包子", "bun") + i;
            stage.made(name, bun);
            queue.put(bun);
            queue.join();
            stage.line("ok.....");
        }
    }

    static void eat(Stage stage, JoinableQueue<String> queue, String name) throws InterruptedException {
        while (true) {
            String bun = queue.take();
            stage.work();
            stage.ate(name, bun);
            queue.taskDone();
            stage.pause(6);
        }
    }

    /** The example. */
    public static boolean run(Stage stage) throws InterruptedException {
        ChildProcess cook;
        try (Multiprocessing mp = Multiprocessing.open()) {
            JoinableQueue<String> queue = mp.joinableQueue();
            for (String name : List.of("alex1", "alex2", "alex3")) {
                mp.process(name, () -> eat(stage, queue, name)).daemon(true).start();
            }
            cook = mp.process("egon", () -> cook(stage, queue, "egon")).start();
            cook.join();
        }
        stage.parentIsDone();
        return Stage.allEndedWell(List.of(cook));
    }

    public static void main(String[] args) throws InterruptedException {
        run(Stage.of(args));
    }
}
