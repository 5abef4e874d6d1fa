package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.memory.SharedInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Ten children each subtract 1 from a shared 100 ten times, by reading and writing it. Without a lock they overwrite what others
 * wrote in between, and the result is above 0; with the value's own lock it is 0. ({@link SharedInteger#decrementAndGet} reads
 * and writes in one step, and needs no lock.)
 */
public final class Counter {
    private static final int CHILDREN = 10;
    private static final int TIMES = 10;

    private Counter() {}

    static void countDown(Stage stage, StartLine start, SharedInteger counter) throws InterruptedException {
        // Each child reads 100 before the first one writes, so that updates are lost even on the slowest machine.
        int first = counter.get();
        start.await();
        counter.set(first - 1);
        for (int i = 1; i < TIMES; i++) {
            takeOne(stage, counter);
        }
    }

    static void countDownLocked(Stage stage, SharedInteger counter) throws InterruptedException {
        for (int i = 0; i < TIMES; i++) {
            counter.lock().lock();
            try {
                takeOne(stage, counter);
            } finally {
                counter.lock().unlock();
            }
        }
    }

    private static void takeOne(Stage stage, SharedInteger counter) throws InterruptedException {
        int seen = counter.get();
        stage.pause(0.1);
        counter.set(seen - 1);
    }

    /** Without the lock, and with it. */
    public static boolean run(Stage stage) throws InterruptedException {
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedInteger raced = mp.sharedInteger(CHILDREN * TIMES);
            StartLine start = StartLine.in(mp);
            List<ChildProcess> racing = new ArrayList<>();
            for (int i = 0; i < CHILDREN; i++) {
                racing.add(mp.process(() -> countDown(stage, start, raced)).start());
            }
            start.open(CHILDREN);
            boolean isWell = Stage.joinAll(racing);
            stage.say("不加锁，还剩 " + raced, "without a lock " + raced + " are left");

            SharedInteger locked = mp.sharedInteger(CHILDREN * TIMES);
            List<ChildProcess> locking = new ArrayList<>();
            for (int i = 0; i < CHILDREN; i++) {
                locking.add(mp.process(() -> countDownLocked(stage, locked)).start());
            }
            isWell &= Stage.joinAll(locking);
            stage.say("加锁，还剩 " + locked, "with the lock " + locked + " are left");
            return isWell && raced.get() > 0 && locked.get() == 0;
        }
    }

    public static void main(String[] args) throws InterruptedException {
        run(Stage.of(args));
    }
}
