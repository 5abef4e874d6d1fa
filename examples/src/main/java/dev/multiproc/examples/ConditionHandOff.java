package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.sync.SharedCondition;
import dev.multiproc.sync.SharedLock;
import java.util.ArrayList;
import java.util.List;

/** Three workers wait on a condition for orders: first one is signalled, then all the others. */
public final class ConditionHandOff {
    private static final int WORKERS = 3;

    private ConditionHandOff() {}

    static void work(
            Stage stage,
            SharedLock lock,
            SharedCondition hasOrder,
            SharedQueue<String> orders,
            SharedQueue<String> waiting)
            throws InterruptedException {
        lock.lock();
        try {
            // Nobody else can take the lock before this process waits, which releases it.
            waiting.put("waiting");
            while (orders.isEmpty()) {
                hasOrder.await();
            }
            String order = orders.take();
            stage.say("完成 " + order, "done: " + order);
        } finally {
            lock.unlock();
        }
    }

    /** The example. */
    public static boolean run(Stage stage) throws InterruptedException {
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedLock lock = mp.lock();
            SharedCondition hasOrder = lock.newCondition();
            SharedQueue<String> orders = mp.queue();
            SharedQueue<String> waiting = mp.queue();
            List<ChildProcess> workers = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                workers.add(mp.process(() -> work(stage, lock, hasOrder, orders, waiting))
                        .start());
            }
            for (int i = 0; i < WORKERS; i++) {
                waiting.take();
            }
            lock.lock();
            try {
                stage.say("三个都在等", "all three wait");
                orders.put("1");
                hasOrder.signal();
            } finally {
                lock.unlock();
            }
            lock.lock();
            try {
                orders.put("2");
                orders.put("3");
                hasOrder.signalAll();
            } finally {
                lock.unlock();
            }
            boolean isWell = Stage.joinAll(workers);
            stage.parentIsDone();
            return isWell && orders.isEmpty();
        }
    }

    public static void main(String[] args) throws InterruptedException {
        run(Stage.of(args));
    }
}
