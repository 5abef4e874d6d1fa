package dev.multiproc.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.Cast;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

@SuppressWarnings("LockNotBeforeTry") // Who does not unlock is gone.
class LockAcrossProcessesIT extends LockContract {
    private static final Duration LINGER = Duration.ofSeconds(1);

    @Override
    Cast cast() {
        return Cast.ofProcesses();
    }

    @Test
    void aNamedLockIsFoundByAnotherProcess() throws InterruptedException {
        SharedLock named = mp.lock("meeting point");
        anna.run(named::lock);
        assertThat(bert.get(
                        () -> Multiprocessing.current().lock("meeting point").tryLock()))
                .isFalse();
        anna.run(named::unlock);
    }

    @Test
    void aChildsChildGetsIt() throws InterruptedException {
        SharedLock it = lock;
        SharedQueue<Boolean> answers = mp.queue();
        anna.run(it::lock);
        mp.process(() -> Multiprocessing.current()
                        .process(() -> answers.put(it.tryLock()))
                        .start()
                        .join())
                .start()
                .join();
        assertThat(answers.take()).isFalse();
        anna.run(it::unlock);
    }

    /** Threads run on while a JVM's shutdown hooks do: what they hold is theirs to the very end. */
    @Test
    void aLockHeldByAProcessThatExitsIsNotFreeBeforeItIsGone() throws InterruptedException {
        SharedLock it = lock;
        SharedEvent exits = mp.event();
        ChildProcess child = mp.process(() -> {
                    it.lock();
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> LockSupport.parkNanos(LINGER.toNanos())));
                    exits.set();
                    System.exit(0);
                })
                .start();
        exits.await();
        long begin = System.nanoTime();
        assertThat(it.tryLock(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(LINGER.dividedBy(2));
        assertThat(it.ownerDied()).isTrue();
        it.unlock();
        child.join();
        assertThat(child.exitCode()).hasValue(0);
    }

    @Test
    void aDaemonAtWorkEndsWithoutAWord() throws InterruptedException {
        SharedLock it = lock;
        SharedLatch atWork = mp.latch(1);
        ChildProcess daemon = mp.process(() -> {
                    while (true) {
                        it.lock();
                        it.unlock();
                        atWork.countDown();
                    }
                })
                .daemon(true)
                .start();
        atWork.await();
        daemon.terminate();
        daemon.join();
        assertThat(daemon.exitCode()).hasValue(-15);
        assertThat(daemon.failure()).isEmpty();
    }
}
