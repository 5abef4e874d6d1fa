package dev.multiproc.manager;

import static org.awaitility.Awaitility.await;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.ProcessTask;
import dev.multiproc.testing.LeavesNothingBehind;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests that share a session and a manager. */
@ExtendWith(LeavesNothingBehind.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class ManagerScene {
    /** For what takes a moment on a machine that is not busy. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    Multiprocessing mp;
    Manager manager;

    Options options() {
        return Options.defaults();
    }

    @BeforeAll
    final void open() {
        mp = Multiprocessing.open(options());
        manager = mp.manager();
    }

    @AfterEach
    final void endChildren() {
        mp.activeChildren().stream()
                .filter(child -> child.pid().orElseThrow() != manager.pid())
                .forEach(ChildProcess::kill);
    }

    @AfterAll
    final void close() {
        manager.close();
        mp.close();
    }

    /** Waits until a thread waits for a reply; in a system call it is runnable to Java. */
    static void awaitAsleep(Thread caller) {
        await().atMost(PATIENCE).until(() -> Arrays.stream(caller.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("park")
                        && frame.getClassName().startsWith("dev.multiproc.internal.park.")));
    }

    /** Runs tasks at the same time, each in a child. */
    final void inChildren(ProcessTask... tasks) throws Exception {
        ChildProcess[] children = new ChildProcess[tasks.length];
        for (int i = 0; i < tasks.length; i++) {
            children[i] = mp.process(tasks[i]).start();
        }
        for (ChildProcess child : children) {
            child.joinOrThrow(PATIENCE);
        }
    }
}
