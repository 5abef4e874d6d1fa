package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.JoinableQueue;
import java.util.List;

/** Three cooks make ten buns each, two eaters eat them, and all are named by their pids. */
public final class BaoziPids {
    private BaoziPids() {}

    private static String pid() {
        return Long.toString(Multiprocessing.currentProcess().pid());
    }

    static void cook(Stage stage, JoinableQueue<String> queue, String food) throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            stage.work();
            stage.made(pid(), food + i);
            queue.put(food + i);
        }
        queue.join();
    }

    static void eat(Stage stage, JoinableQueue<String> queue) throws InterruptedException {
        Baozi.eat(stage, queue, pid());
    }

    /** The example. */
    public static boolean run(Stage stage) throws InterruptedException {
        List<ChildProcess> cooks;
        try (Multiprocessing mp = Multiprocessing.open()) {
            JoinableQueue<String> queue = mp.joinableQueue();
            cooks = List.of(
                    mp.process(() -> cook(stage, queue, stage.text("包子", "bun"))),
                    mp.process(() -> cook(stage, queue, stage.text("骨头", "bone"))),
                    mp.process(() -> cook(stage, queue, stage.text("泔水", "slop"))));
            mp.process(() -> eat(stage, queue)).daemon(true).start();
            mp.process(() -> eat(stage, queue)).daemon(true).start();
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
