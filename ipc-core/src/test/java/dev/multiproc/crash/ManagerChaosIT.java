package dev.multiproc.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;
import dev.multiproc.manager.ManagedBarrier;
import dev.multiproc.manager.ManagedMap;
import dev.multiproc.manager.ManagedSemaphore;
import dev.multiproc.manager.ManagedValue;
import dev.multiproc.manager.Manager;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.Signals;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Clients of a manager, several threads each, killed at random moments and replaced: they hold locks and permits, have objects of
 * their own, and wait for items, for a condition and at a barrier.
 *
 * <p>After each death the lock and all permits can be had, nobody is ever inside with another, and in the end there are no more
 * objects than before. The seed is printed; {@code -Dchaos.seed} repeats it. The profile {@code chaos} makes 200 rounds of it.
 */
@ExtendWith(LeavesNothingBehind.class)
class ManagerChaosIT {
    private static final long SEED = Long.getLong("chaos.seed", System.nanoTime());
    private static final int ROUNDS = Integer.getInteger("chaos.manager.rounds", 1);
    private static final int CREW = 3;
    private static final int PERMITS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PACE = Duration.ofMillis(5);
    private static final List<String> WORKS = List.of("lock ", "permit ", "change ", "made ");
    private static final String INSIDE = "inside";
    private static final String VIOLATIONS = "violations";

    /** What the clients share. */
    record Things(
            Manager manager,
            Lock lock,
            Condition changed,
            ManagedSemaphore permits,
            ManagedBarrier barrier,
            BlockingQueue<Integer> queue,
            ManagedMap<String, Long> counts)
            implements Serializable {
        static Things of(Manager manager) {
            Lock lock = manager.lock();
            return new Things(
                    manager,
                    lock,
                    manager.condition(lock),
                    manager.semaphore(PERMITS),
                    manager.barrier(2),
                    manager.queue(10),
                    manager.map());
        }
    }

    /** Works on all of them at once, until its process is killed. */
    record Client(Things things) implements ProcessTask {
        @Override
        public void run() throws Exception {
            List<Work> works = List.of(this::useLock, this::usePermit, this::pass, this::meet, this::make);
            for (Work work : works) {
                Thread thread = new Thread(() -> repeat(work), "client");
                thread.setDaemon(true);
                thread.start();
            }
            repeat(this::waitForChange);
        }

        private interface Work {
            void run() throws Exception;
        }

        private static void repeat(Work work) {
            try {
                while (true) {
                    work.run();
                    // So that starting the next one gets its turn on a small machine.
                    LockSupport.parkNanos(PACE.toNanos());
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        /** A killed one leaves its mark inside, so what counts is that nobody else finds the mark of one that lives. */
        private void useLock() {
            things.lock().lock();
            try {
                long self = ProcessHandle.current().pid();
                Long before = things.counts().put(INSIDE, self);
                if (before != null
                        && ProcessHandle.of(before)
                                .filter(ProcessHandle::isAlive)
                                .isPresent()) {
                    things.counts().merge(VIOLATIONS, 1L, Long::sum);
                }
                things.counts().merge("lock " + self, 1L, Long::sum);
                things.changed().signalAll();
                things.counts().remove(INSIDE);
            } finally {
                things.lock().unlock();
            }
        }

        private void usePermit() throws InterruptedException {
            things.permits().acquire();
            things.counts().merge("permit " + ProcessHandle.current().pid(), 1L, Long::sum);
            things.permits().release();
        }

        @SuppressWarnings("WaitNotInLoop") // Any wake-up will do.
        private void waitForChange() throws InterruptedException {
            things.lock().lock();
            try {
                things.changed().await(20, TimeUnit.MILLISECONDS);
                things.counts().merge("change " + ProcessHandle.current().pid(), 1L, Long::sum);
            } finally {
                things.lock().unlock();
            }
        }

        private void pass() throws InterruptedException {
            things.queue().put(1);
            things.queue().take();
        }

        private void meet() throws InterruptedException {
            try {
                things.barrier().await();
            } catch (BrokenBarrierException e) {
                things.barrier().reset();
            }
        }

        private void make() {
            ManagedValue<Integer> value = things.manager().value(1);
            value.update(old -> old + 1);
            things.counts().merge("made " + ProcessHandle.current().pid(), 1L, Long::sum);
        }
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void whatADeadClientHadIsFree() throws Exception {
        System.out.println("manager chaos, to repeat it: -Dchaos.manager.rounds=" + ROUNDS + " -Dchaos.seed=" + SEED);
        Random random = new Random(SEED);
        long[] nanos = new long[ROUNDS];
        try (Multiprocessing mp = Multiprocessing.open();
                Manager manager = mp.manager()) {
            Things things = Things.of(manager);
            int objects = manager.objectCount();
            List<ChildProcess> crew = new ArrayList<>();
            for (int i = 0; i < CREW; i++) {
                crew.add(mp.process(new Client(things)).daemon(true).start());
            }
            for (int round = 0; round < ROUNDS; round++) {
                int place = random.nextInt(CREW);
                ChildProcess victim = crew.get(place);
                awaitAtWork(things, victim);
                LockSupport.parkNanos(random.nextInt(30_000_000));
                if (random.nextInt(4) == 0) {
                    Signals.send("STOP", victim.pid().orElseThrow());
                    LockSupport.parkNanos(random.nextInt(30_000_000));
                }
                long begin = System.nanoTime();
                victim.kill();
                victim.join();
                assertOthersGoOn(things, crew, victim);
                nanos[round] = System.nanoTime() - begin;
                crew.set(place, mp.process(new Client(things)).daemon(true).start());
            }
            for (ChildProcess member : crew) {
                member.kill();
                member.join();
            }
            assertAllIsFree(things, objects);
        }
        Arrays.sort(nanos);
        System.out.printf(
                "  %d killed; others go on after %.0f ms in the median, %.0f ms at most%n",
                ROUNDS + CREW, nanos[ROUNDS / 2] / 1e6, nanos[ROUNDS - 1] / 1e6);
    }

    private static void awaitAtWork(Things things, ChildProcess client) {
        for (String what : WORKS) {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> things.counts()
                    .containsKey(what + client.pid().orElseThrow()));
        }
    }

    /** Each of the living gets the lock and a permit again. */
    private static void assertOthersGoOn(Things things, List<ChildProcess> crew, ChildProcess dead) {
        Map<String, Long> before = new HashMap<>(things.counts());
        for (ChildProcess member : crew) {
            for (String what : WORKS) {
                String key = what + member.pid().orElseThrow();
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(2))
                        .pollDelay(Duration.ZERO)
                        .until(() ->
                                member == dead || things.counts().getOrDefault(key, 0L) > before.getOrDefault(key, 0L));
            }
        }
    }

    private static void assertAllIsFree(Things things, int objects) throws InterruptedException {
        assertThat(things.lock().tryLock(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        things.lock().unlock();
        await().atMost(PATIENCE).until(() -> things.permits().availablePermits() == PERMITS);
        await().atMost(PATIENCE).until(() -> things.manager().objectCount() == objects);
        await().atMost(PATIENCE).until(() -> things.barrier().getNumberWaiting() == 0);
        things.queue().clear();
        things.queue().put(7);
        assertThat(things.queue().poll()).isEqualTo(7);
        assertThat(things.counts().get(VIOLATIONS)).isNull();
    }
}
