package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.sync.SharedLock;
import java.util.ArrayList;
import java.util.List;

/** Ten children print their numbers under one lock, which each holds for a second: one line a second, in any order. */
public final class LockTen {
    private static final int CHILDREN = 10;

    private LockTen() {}

    static void task(Stage stage, SharedLock lock, int number) throws InterruptedException {
        lock.lock();
        try {
            stage.line("hello world " + number);
            stage.pause(1);
        } finally {
            lock.unlock();
        }
    }

    /** The example. */
    public static boolean run(Stage stage) throws InterruptedException {
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedLock lock = mp.lock();
            long beginNanos = System.nanoTime();
            List<ChildProcess> children = new ArrayList<>();
            for (int i = 0; i < CHILDREN; i++) {
                int number = i;
                children.add(mp.process(() -> task(stage, lock, number)).start());
            }
            boolean isWell = Stage.joinAll(children);
            return isWell && System.nanoTime() - beginNanos >= CHILDREN * 1_000_000_000L / stage.speed();
        }
    }

    public static void main(String[] args) throws InterruptedException {
        run(Stage.of(args));
    }
}
