package dev.multiproc.recipes;

import dev.multiproc.Multiprocessing;
import dev.multiproc.RestartPolicy;
import dev.multiproc.queue.DeadLetter;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueOptions;
import java.time.Duration;
import java.util.List;

// recipe: poison-items
final class PoisonItems {
    static List<DeadLetter<String>> process(List<String> all) throws Exception {
        RestartPolicy policy = RestartPolicy.onFailure().withBackOff(Duration.ofMillis(10), Duration.ofSeconds(1));
        try (Multiprocessing mp = Multiprocessing.open()) {
            JoinableQueue<String> items =
                    mp.joinableQueue(QueueOptions.unbounded().withMaxDeliveries(3));
            for (int i = 1; i <= 2; i++) {
                mp.process("worker-" + i, () -> work(items))
                        .daemon(true)
                        .restart(policy)
                        .start();
            }
            items.putAll(all);
            items.join(); // each item is finished, or a dead letter
            for (DeadLetter<String> letter : items.deadLetters().letters()) {
                System.out.println("failed: " + letter.value().orElse("?") + ", because " + letter.reason());
            }
            return items.deadLetters().letters();
        }
    }

    static void work(JoinableQueue<String> items) throws Exception {
        while (true) {
            String item = items.take();
            if (item.equals("poison")) {
                Runtime.getRuntime().halt(134); // as a fault in native code does
            }
            System.out.println("processed: " + item);
            items.taskDone();
        }
    }
}
// end
