package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.JoinableQueue;
import java.util.List;

/**
 * Three cooks and two eaters share a JoinableQueue. The cooks wait until everything is eaten, and the parent waits for the cooks.
 * The eaters, who would eat for ever, are daemons that end with the parent. So no end signal is needed, and no process hangs.
 */
public final class Baozi {
    private Baozi() {}

    /** Makes three, then waits until everything in the queue was eaten. */
    static void cook(Stage stage, JoinableQueue<String> queue, String name, String food) throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            stage.work();
            stage.made(name, food + i);
            queue.put(food + i);
        }
        queue.join();
    }

    static void eat(Stage stage, JoinableQueue<String> queue, String name) throws InterruptedException {
        while (true) {
            String food = queue.take();
            stage.work();
            stage.ate(name, food);
            queue.taskDone();
        }
    }

    /** The example. */
    public static boolean run(Stage stage) throws InterruptedException {
        List<ChildProcess> cooks;
        try (Multiprocessing mp = Multiprocessing.open()) {
            JoinableQueue<String> queue = mp.joinableQueue();
            cooks = List.of(
                    mp.process("egon1", () -> cook(stage, queue, "egon1", stage.text("包子", "bun"))),
                    mp.process("egon2", () -> cook(stage, queue, "egon2", stage.text("骨头", "bone"))),
                    mp.process("egon3", () -> cook(stage, queue, "egon3", stage.text("泔水", "slop"))));
            mp.process("alex1", () -> eat(stage, queue, "alex1")).daemon(true).start();
            mp.process("alex2", () -> eat(stage, queue, "alex2")).daemon(true).start();
            cooks.forEach(ChildProcess::start);
            for (ChildProcess cook : cooks) {
                cook.join();
            }
        }
        stage.parentIsDone();
        return Stage.allEndedWell(cooks);
    }

    public static void main(String[] args) throws InterruptedException {
        run(Stage.of(args));
    }
}
