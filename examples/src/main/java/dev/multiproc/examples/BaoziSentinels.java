package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.SharedQueue;
import java.util.List;

/** Three cooks, two eaters, and as many end signals as eaters: each takes one and stops. */
public final class BaoziSentinels {
    private BaoziSentinels() {}

    static void cook(Stage stage, SharedQueue<String> queue, String name, String food) throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            stage.work();
            stage.made(name, food + i);
            queue.put(food + i);
        }
    }

    /** The example. */
    public static boolean run(Stage stage) throws InterruptedException {
        List<ChildProcess> cooks;
        List<ChildProcess> eaters;
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedQueue<String> queue = mp.queue();
            cooks = List.of(
                    mp.process("egon1", () -> cook(stage, queue, "egon1", stage.text("包子", "bun"))),
                    mp.process("egon2", () -> cook(stage, queue, "egon2", stage.text("骨头", "bone"))),
                    mp.process("egon3", () -> cook(stage, queue, "egon3", stage.text("泔水", "slop"))));
            eaters = List.of(
                    mp.process("alex1", () -> BaoziSentinel.eat(stage, queue, "alex1")),
                    mp.process("alex2", () -> BaoziSentinel.eat(stage, queue, "alex2")));
            cooks.forEach(ChildProcess::start);
            eaters.forEach(ChildProcess::start);
            for (ChildProcess cook : cooks) {
                cook.join();
            }
            for (int i = 0; i < eaters.size(); i++) {
                queue.put(BaoziSentinel.END);
            }
            for (ChildProcess eater : eaters) {
                eater.join();
            }
        }
        stage.parentIsDone();
        return Stage.allEndedWell(cooks) && Stage.allEndedWell(eaters);
    }

    public static void main(String[] args) throws InterruptedException {
        run(Stage.of(args));
    }
}
