package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.SharedQueue;
import java.util.ArrayList;
import java.util.List;

/** Five children put and five take, over a queue of three: a put that finds it full waits, and so does a take that finds it empty. */
public final class QueueBounded {
    private QueueBounded() {}

    static void put(Stage stage, SharedQueue<String> queue) throws InterruptedException {
        String item = Multiprocessing.currentProcess().pid() + "(put)";
        queue.put(item);
        stage.line(item);
    }

    static void take(Stage stage, SharedQueue<String> queue) throws InterruptedException {
        String item = queue.take();
        stage.line(Multiprocessing.currentProcess().pid() + "(get): " + item);
    }

    /** The example. */
    public static boolean run(Stage stage) throws InterruptedException {
        List<ChildProcess> children = new ArrayList<>();
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedQueue<String> queue = mp.queue(3);
            for (int i = 0; i < 5; i++) {
                children.add(mp.process(() -> put(stage, queue)).start());
            }
            for (int i = 0; i < 5; i++) {
                children.add(mp.process(() -> take(stage, queue)).start());
            }
            for (ChildProcess child : children) {
                child.join();
            }
        }
        stage.parentIsDone();
        return Stage.allEndedWell(children);
    }

    public static void main(String[] args) throws InterruptedException {
        run(Stage.of(args));
    }
}
