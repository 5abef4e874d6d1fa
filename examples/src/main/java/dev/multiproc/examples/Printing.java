package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.sync.SharedLock;
import java.util.ArrayList;
import java.util.List;

/** Three children share a terminal: without a lock their lines mix; with a lock each child's two lines stay together. */
public final class Printing {
    private static final int CHILDREN = 3;

    private Printing() {}

    static void work(Stage stage, StartLine start) throws InterruptedException {
        start.await();
        print(stage);
    }

    static void workLocked(Stage stage, SharedLock lock) throws InterruptedException {
        lock.lock();
        try {
            print(stage);
        } finally {
            lock.unlock();
        }
    }

    private static void print(Stage stage) throws InterruptedException {
        long pid = ProcessHandle.current().pid();
        stage.line(pid + " is running");
        stage.pause(2);
        stage.line(pid + " is done");
    }

    /** Without a lock. */
    public static boolean race(Stage stage) throws InterruptedException {
        try (Multiprocessing mp = Multiprocessing.open()) {
            StartLine start = StartLine.in(mp);
            List<ChildProcess> children = new ArrayList<>();
            for (int i = 0; i < CHILDREN; i++) {
                children.add(mp.process(() -> work(stage, start)).start());
            }
            start.open(CHILDREN);
            return Stage.joinAll(children);
        }
    }

    /** With a lock. */
    public static boolean run(Stage stage) throws InterruptedException {
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedLock lock = mp.lock();
            List<ChildProcess> children = new ArrayList<>();
            for (int i = 0; i < CHILDREN; i++) {
                children.add(mp.process(() -> workLocked(stage, lock)).start());
            }
            return Stage.joinAll(children);
        }
    }

    public static void main(String[] args) throws InterruptedException {
        Stage stage = Stage.of(args);
        race(stage);
        run(stage);
    }
}
