package dev.multiproc;

import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests with a private session each, whose children are gone afterwards, whatever the test left running. */
@ExtendWith(LeavesNothingBehind.class)
abstract class InOpenSession {
    Multiprocessing mp;

    Options options() {
        return Options.defaults();
    }

    @BeforeEach
    final void open() {
        mp = Multiprocessing.open(options());
    }

    @AfterEach
    final void close() {
        mp.activeChildren().forEach(ChildProcess::kill);
        mp.close();
    }

    /** A child that has come to its end. */
    final ChildProcess ended(ProcessTask task) throws InterruptedException {
        ChildProcess child = mp.process(task).start();
        child.join();
        return child;
    }

    /** A child that has done what is given, and now waits for ever. */
    final ChildProcess blocked(ProcessTask first) throws InterruptedException {
        SharedQueue<String> ready = mp.queue();
        ChildProcess child = mp.process(() -> {
                    first.run();
                    ready.put("ready");
                    waitForEver();
                })
                .start();
        ready.take();
        return child;
    }

    static void waitForEver() throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
