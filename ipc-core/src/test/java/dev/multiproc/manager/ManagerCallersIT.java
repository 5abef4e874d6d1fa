package dev.multiproc.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.Multiprocessing;
import dev.multiproc.testing.ParentProgram;
import dev.multiproc.testing.VirtualThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Threads and programs of all kinds that call managed objects. */
class ManagerCallersIT extends ManagerScene {
    private static final int THREADS = 64;

    private static void awaitAll(List<? extends FutureTask<?>> tasks) throws Exception {
        for (FutureTask<?> task : tasks) {
            task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void manyThreadsCallAtOnce() throws Exception {
        ManagedMap<String, Integer> map = manager.map();
        BlockingQueue<Integer> queue = manager.queue();
        ManagedBarrier barrier = manager.barrier(THREADS);
        List<FutureTask<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            FutureTask<Void> task = new FutureTask<>(() -> {
                barrier.await();
                map.merge("sum", number, Integer::sum);
                queue.put(number);
                map.merge("taken", queue.take(), Integer::sum);
                return null;
            });
            tasks.add(task);
            new Thread(task, "caller").start();
        }
        awaitAll(tasks);
        int sum = IntStream.range(0, THREADS).sum();
        assertThat(map.get("sum")).isEqualTo(sum);
        assertThat(map.get("taken")).isEqualTo(sum);
    }

    @Test
    void tasksOfAForkJoinPoolThatWaitDoNotKeepOthersFromIt() throws Exception {
        BlockingQueue<Integer> queue = manager.queue();
        ForkJoinPool pool = new ForkJoinPool(2);
        try {
            List<FutureTask<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                FutureTask<Integer> task = new FutureTask<>(queue::take);
                tasks.add(task);
                pool.execute(task);
            }
            FutureTask<Boolean> freeing = new FutureTask<>(() -> queue.addAll(List.of(0, 1, 2, 3, 4, 5)));
            pool.execute(freeing);
            assertThat(freeing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            awaitAll(tasks);
        } finally {
            pool.shutdownNow();
            assertThat(pool.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads came with JDK 21")
    void virtualThreadsThatWaitDoNotKeepOthersFromTheirCarriers() throws Exception {
        BlockingQueue<Integer> queue = manager.queue();
        CountDownLatch taken = new CountDownLatch(THREADS);
        for (int i = 0; i < THREADS; i++) {
            VirtualThreads.start(() -> {
                try {
                    queue.take();
                    taken.countDown();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
        VirtualThreads.start(() -> {
            for (int i = 0; i < THREADS; i++) {
                queue.add(i);
            }
        });
        assertThat(taken.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @SuppressWarnings("LockNotBeforeTry") // Who does not unlock has failed.
    void aCallThatMustNotBeInterruptedGoesOnAndKeepsTheInterrupt() throws Exception {
        Lock lock = manager.lock();
        lock.lock();
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            lock.lock();
            lock.unlock();
            return Thread.interrupted();
        });
        Thread waiter = new Thread(task, "waiter");
        waiter.start();
        awaitAsleep(waiter);
        waiter.interrupt();
        assertThat(task.isDone()).isFalse();
        lock.unlock();
        assertThat(task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /** Calls a closed manager while the JVM exits. */
    static final class Late {
        public static void main(String[] arguments) {
            try (Multiprocessing mp = Multiprocessing.open()) {
                Manager closed = mp.manager();
                ManagedMap<String, Integer> map = closed.map();
                map.put("key", 1);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    try {
                        map.put("key", 2);
                    } catch (ManagerException e) {
                        System.out.println(e.getMessage().contains("was closed"));
                    }
                }));
                closed.close();
                closed.close();
                System.out.println(ProcessHandle.of(closed.pid()).isPresent());
            }
        }
    }

    @Test
    void aShutdownHookThatCallsAClosedManagerIsTold() throws Exception {
        try (ParentProgram program = ParentProgram.start(Late.class)) {
            assertThat(program.exitCode()).isZero();
            assertThat(program.errors()).isEmpty();
            assertThat(program.output()).containsExactly("false", "true");
            program.awaitFamilysEnd();
        }
    }

    /** Makes a manager, and waits to be killed. */
    static final class Maker {
        public static void main(String[] arguments) throws Exception {
            Multiprocessing mp = Multiprocessing.open();
            Manager manager = mp.manager();
            BlockingQueue<Integer> queue = manager.queue();
            mp.process(queue::take).daemon(true).start();
            System.out.println("pid " + manager.pid());
            queue.take();
        }
    }

    @Test
    void whoMadeAManagerTakesItAlongWhenItIsKilled() throws Exception {
        try (ParentProgram program = ParentProgram.start(Maker.class)) {
            long pid = Long.parseLong(program.awaitLine("pid ").substring("pid ".length()));
            assertThat(ProcessHandle.of(pid)).isPresent();
            program.process().destroyForcibly();
            program.awaitFamilysEnd();
            assertThat(ProcessHandle.of(pid).filter(ParentProgram::isRunning)).isEmpty();
        }
    }
}
