package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.manager.Manager;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;

/** A child puts three items into a queue of a manager, and its parent takes them: the last one first, or the least one first. */
public final class SharedOrder {
    private static final List<Integer> ITEMS = List.of(2, 3, 1);

    private SharedOrder() {}

    static void putAll(Queue<Integer> queue) {
        for (int item : ITEMS) {
            queue.add(item);
        }
    }

    /** Last in, first out. */
    public static boolean lifo(Stage stage) throws InterruptedException {
        try (Multiprocessing mp = Multiprocessing.open();
                Manager manager = mp.manager()) {
            return show(stage, mp, manager.lifoQueue(), List.of(1, 3, 2));
        }
    }

    /** By priority: the least number comes first. */
    public static boolean priority(Stage stage) throws InterruptedException {
        try (Multiprocessing mp = Multiprocessing.open();
                Manager manager = mp.manager()) {
            return show(stage, mp, manager.priorityQueue(), List.of(1, 2, 3));
        }
    }

    private static boolean show(Stage stage, Multiprocessing mp, BlockingQueue<Integer> queue, List<Integer> expected)
            throws InterruptedException {
        ChildProcess child = mp.process(() -> putAll(queue)).start();
        boolean isWell = Stage.joinAll(List.of(child));
        stage.say("放进去 " + ITEMS, "put: " + ITEMS);
        List<Integer> taken = List.of(queue.take(), queue.take(), queue.take());
        stage.say("取出来 " + taken, "taken: " + taken);
        return isWell && taken.equals(expected);
    }

    public static void main(String[] args) throws InterruptedException {
        lifo(Stage.of(args));
        priority(Stage.of(args));
    }
}
