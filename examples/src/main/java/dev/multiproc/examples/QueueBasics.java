package dev.multiproc.examples;

import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.SharedQueue;

/** A queue of three: three puts and it is full, three takes and it is empty. */
public final class QueueBasics {
    private QueueBasics() {}

    /** The example. */
    public static boolean run(Stage stage) throws InterruptedException {
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedQueue<Integer> queue = mp.queue(3);
            for (int i = 1; i <= 3; i++) {
                queue.put(i);
            }
            boolean full = queue.isFull();
            stage.line(Boolean.toString(full));
            boolean refused = !queue.offer(4);
            if (refused) {
                stage.say("队列已经满了", "the queue is full");
            }
            for (int i = 1; i <= 3; i++) {
                stage.line(Integer.toString(queue.take()));
            }
            boolean empty = queue.isEmpty();
            stage.line(Boolean.toString(empty));
            boolean nothing = queue.poll() == null;
            if (nothing) {
                stage.say("队列已经空了", "the queue is empty");
            }
            return full && refused && empty && nothing;
        }
    }

    public static void main(String[] args) throws InterruptedException {
        run(Stage.of(args));
    }
}
