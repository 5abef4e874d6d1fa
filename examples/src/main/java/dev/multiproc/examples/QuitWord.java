package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.SharedQueue;
import java.util.List;

/** A producer works for five seconds, then puts "quit"; the consumer takes the word and says good-bye. */
public final class QuitWord {
    private static final String QUIT = "quit";

    private QuitWord() {}

    static void produce(Stage stage, SharedQueue<String> queue) throws InterruptedException {
        for (int second = 0; second < 5; second++) {
            String item = stage.text("消息", "message ") + second;
            stage.made("producer", item);
            queue.put(item);
            stage.pause(1);
        }
        queue.put(QUIT);
    }

    static void consume(Stage stage, SharedQueue<String> queue) throws InterruptedException {
        for (String item = queue.take(); !item.equals(QUIT); item = queue.take()) {
            stage.line("consumer" + stage.text(" 收到 ", " got ") + item);
        }
        stage.line("Bye byes");
    }

    /** The example. */
    public static boolean run(Stage stage) throws InterruptedException {
        ChildProcess producer;
        ChildProcess consumer;
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedQueue<String> queue = mp.queue();
            producer = mp.process(() -> produce(stage, queue)).start();
            consumer = mp.process(() -> consume(stage, queue)).start();
        } // waits for both
        stage.parentIsDone();
        return Stage.allEndedWell(List.of(producer, consumer));
    }

    public static void main(String[] args) throws InterruptedException {
        run(Stage.of(args));
    }
}
