package dev.multiproc.examples;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The tutorials' threads, to be laid beside their processes: a thread from a function and one from a class; a hundred threads and a
 * lock; twenty and a semaphore of five; and what a list that is not made for threads loses. Threads share the variables of their
 * process, so no shared objects are needed, and no child is isolated from the others.
 */
public final class Threads {
    private static final int HUNDRED = 100;
    private static final int ROUNDS = 1_000;
    private static final int ADDS = 5_000;

    private Threads() {}

    static void attack(Stage stage, String name) {
        for (int i = 1; i <= 3; i++) {
            stage.say(name + " 第 " + i + " 次攻击", name + " attacks, " + i);
            if (!isPaused(stage, 1)) {
                return;
            }
        }
    }

    private static final class Fighter extends Thread {
        private final Stage stage;

        Fighter(Stage stage, String name) {
            super(name);
            this.stage = stage;
        }

        @Override
        public void run() {
            attack(stage, getName());
        }
    }

    /** One by function, one by class: both fight at the same time. */
    private static void fight(Stage stage) throws InterruptedException {
        String first = stage.text("悟空", "Wukong");
        joinAll(List.of(new Thread(() -> attack(stage, first)), new Fighter(stage, stage.text("哪吒", "Nezha"))));
    }

    /** Each takes one from a hundred: reads, pauses, writes. */
    private static int takeOneEach(Stage stage) throws InterruptedException {
        int[] left = {HUNDRED};
        ReentrantLock lock = new ReentrantLock();
        inThreads(HUNDRED, () -> {
            lock.lock();
            try {
                int seen = left[0];
                isPaused(stage, 0.01);
                left[0] = seen - 1;
            } finally {
                lock.unlock();
            }
        });
        stage.say("一百个线程一把锁：剩下 " + left[0], "a hundred threads, one lock: " + left[0] + " is left");
        return left[0];
    }

    private static int visit(Stage stage) throws InterruptedException {
        Semaphore rooms = new Semaphore(5);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        inThreads(20, () -> {
            rooms.acquireUninterruptibly();
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            isPaused(stage, 1);
            inside.decrementAndGet();
            rooms.release();
        });
        stage.say("信号量：同时最多 " + most + " 个线程在里面", "a semaphore: never more than " + most + " threads inside");
        return most.get();
    }

    /** How many elements are in a list to which two threads add at once. */
    private static int addAtOnce(List<Integer> list) throws InterruptedException {
        CountDownLatch start = new CountDownLatch(2);
        inThreads(2, () -> {
            start.countDown();
            while (start.getCount() > 0) {
                Thread.onSpinWait();
            }
            for (int i = 0; i < ADDS; i++) {
                try {
                    list.add(i);
                } catch (ArrayIndexOutOfBoundsException torn) {
                    return; // the other thread has changed the array's length meanwhile
                }
            }
        });
        return list.size();
    }

    private static boolean compareLists(Stage stage) throws InterruptedException {
        int lost = 0;
        for (int round = 0; round < ROUNDS && lost == 0; round++) {
            lost = 2 * ADDS - addAtOnce(new ArrayList<>());
        }
        int safe = addAtOnce(Collections.synchronizedList(new ArrayList<>()));
        stage.say(
                "ArrayList 丢了 " + lost + " 个：两个线程读到同一个长度，写进同一格；加了锁的列表有 " + safe + " 个",
                "an ArrayList has lost " + lost
                        + ": two threads read the same size and write to the same place; a locked list has " + safe);
        return lost > 0 && safe == 2 * ADDS;
    }

    private static boolean isPaused(Stage stage, double seconds) {
        try {
            stage.pause(seconds);
            return true;
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void inThreads(int count, Runnable work) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            threads.add(new Thread(work));
        }
        joinAll(threads);
    }

    private static void joinAll(List<? extends Thread> threads) throws InterruptedException {
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** The example. */
    public static boolean run(Stage stage) throws InterruptedException {
        fight(stage);
        boolean isWell = takeOneEach(stage) == 0 && visit(stage) <= 5 && compareLists(stage);
        stage.parentIsDone();
        return isWell;
    }

    public static void main(String[] args) throws InterruptedException {
        run(Stage.of(args));
    }
}
