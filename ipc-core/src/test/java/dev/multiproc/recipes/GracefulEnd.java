package dev.multiproc.recipes;

import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.RestartPolicy;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueShutdownException;

// recipe: graceful-end
final class GracefulEnd {
    public static void main(String[] args) throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(Options.defaults().withIgnoreInterruptSignal(true))) {
            JoinableQueue<Integer> orders = mp.joinableQueue(100);
            mp.process("cook", () -> cook(orders))
                    .daemon(true)
                    .restart(RestartPolicy.onFailure())
                    .start();
            mp.onClose(() -> finish(orders));
            takeOrders(orders);
        }
    }

    static void takeOrders(JoinableQueue<Integer> orders) throws InterruptedException {
        try {
            for (int order = 1; true; order++) {
                orders.put(order);
            }
        } catch (QueueShutdownException e) {
            System.out.println("no more orders are taken");
        }
    }

    static void finish(JoinableQueue<Integer> orders) throws InterruptedException {
        orders.shutdown(); // from now on a put throws
        orders.join();
        System.out.println("all orders are cooked");
    }

    static void cook(JoinableQueue<Integer> orders) throws Exception {
        try {
            while (true) {
                System.out.println("cooking order " + orders.take());
                orders.taskDone();
            }
        } catch (QueueShutdownException e) {
            System.out.println("the cook leaves");
        }
    }
}
// end
