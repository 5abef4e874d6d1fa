package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.QueueShutdownException;
import dev.multiproc.queue.SharedQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A writer puts A, B and C. The tutorial's reader reads until the queue is empty; but more may come later, so it ends too early.
 * The correct reader reads until the queue is shut down, which means that no more will come.
 */
public final class QueueLetters {
    private QueueLetters() {}

    static void write(Stage stage, SharedQueue<String> queue) throws InterruptedException {
        for (String letter : List.of("A", "B", "C")) {
            stage.pause(new Random().nextDouble());
            stage.line("put " + letter);
            queue.put(letter);
        }
    }

    static void readUntilEmpty(Stage stage, SharedQueue<String> queue) throws InterruptedException {
        while (!queue.isEmpty()) {
            stage.line("get " + queue.take());
        }
    }

    static void readUntilShutdown(Stage stage, SharedQueue<String> queue) throws InterruptedException {
        try {
            while (true) {
                stage.line("get " + queue.take());
            }
        } catch (QueueShutdownException allRead) {
            stage.say("写完了，也读完了", "all is written, and all is read");
        }
    }

    private static boolean untilEmpty(Stage stage) throws InterruptedException {
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedQueue<String> queue = mp.queue();
            ChildProcess writer = mp.process(() -> write(stage, queue)).start();
            ChildProcess reader = mp.process(() -> readUntilEmpty(stage, queue)).start();
            reader.join();
            writer.join();
            List<String> unread = new ArrayList<>();
            queue.drainTo(unread);
            stage.say("读的人走了，没读到的还有 " + unread, "the reader has left; what it did not read: " + unread);
            return Stage.allEndedWell(List.of(writer, reader));
        }
    }

    private static boolean untilShutdown(Stage stage) throws InterruptedException {
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedQueue<String> queue = mp.queue();
            ChildProcess writer = mp.process(() -> write(stage, queue)).start();
            ChildProcess reader =
                    mp.process(() -> readUntilShutdown(stage, queue)).start();
            writer.join();
            queue.shutdown();
            reader.join();
            return Stage.allEndedWell(List.of(writer, reader)) && queue.isEmpty();
        }
    }

    /** The example. */
    public static boolean run(Stage stage) throws InterruptedException {
        stage.say("读到队列空了为止（错：空了不等于写完了）", "reads until it is empty (wrong: empty does not mean finished)");
        boolean shown = untilEmpty(stage);
        stage.say("读到队列关闭为止（对）", "reads until it is shut down (right)");
        return untilShutdown(stage) && shown;
    }

    public static void main(String[] args) throws InterruptedException {
        run(Stage.of(args));
    }
}
