package dev.multiproc.examples;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.sync.SharedLock;
import java.util.ArrayList;
import java.util.List;

/** A lock that its owner takes twice. Others can take it once it has been released twice. */
public final class RLock {
    private RLock() {}

    static void task(Stage stage, SharedLock lock, String name) throws InterruptedException {
        lock.lock();
        try {
            stage.say(name + " 拿到第一把锁", name + " has it once");
            lock.lock();
            try {
                stage.say(name + " 拿到第二把锁", name + " has it twice");
                stage.pause(1);
            } finally {
                lock.unlock();
            }
            stage.say(name + " 还回第二把锁", name + " has given it back once");
        } finally {
            stage.say(name + " 还回第一把锁", name + " gives it back");
            lock.unlock();
        }
    }

    /** The example. */
    public static boolean run(Stage stage) throws InterruptedException {
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedLock lock = mp.lock();
            List<ChildProcess> children = new ArrayList<>();
            for (String name : List.of("egon", "alex", "wupeiqi")) {
                children.add(mp.process(name, () -> task(stage, lock, name)).start());
            }
            return Stage.joinAll(children);
        }
    }

    public static void main(String[] args) throws InterruptedException {
        run(Stage.of(args));
    }
}
