package dev.multiproc.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.Cast;
import org.junit.jupiter.api.Test;

class LockAcrossProcessesIT extends LockContract {
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
}
