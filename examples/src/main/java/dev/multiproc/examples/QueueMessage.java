package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.SharedQueue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** A child puts a list into a queue and the parent takes it: the simplest way to get a result from a child. */
public final class QueueMessage {
    private QueueMessage() {}

    static void write(SharedQueue<List<String>> queue) throws InterruptedException {
        String time = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        queue.put(List.of(time, "from Eva", "hello"));
    }

    /** The example. */
    public static boolean run(Stage stage) throws InterruptedException {
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedQueue<List<String>> queue = mp.queue();
            ChildProcess child = mp.process(() -> write(queue)).start();
            List<String> message = queue.take();
            stage.line(message.toString());
            child.join();
            return Stage.allEndedWell(List.of(child)) && message.size() == 3;
        }
    }

    public static void main(String[] args) throws InterruptedException {
        run(Stage.of(args));
    }
}
