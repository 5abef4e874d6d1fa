package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A process waits for the end of another that is not its child. */
@ExtendWith(LeavesNothingBehind.class)
class ProcessInfoIT {
    static final class Parent {
        @SuppressWarnings("MustBeClosedChecker")
        public static void main(String[] arguments) throws Exception {
            Multiprocessing mp = Multiprocessing.open();
            SharedQueue<String> ready = mp.queue();
            mp.process(() -> waitForParent(ready)).start();
            ready.take();
            System.out.println("ready");
            new CountDownLatch(1).await();
        }
    }

    private static void waitForParent(SharedQueue<String> ready) throws Exception {
        ProcessInfo parent = Multiprocessing.parentProcess().orElseThrow();
        CompletableFuture<ProcessInfo> end = parent.onExit();
        boolean isOver = parent.join(Duration.ofMillis(1)) || parent.join(Duration.ZERO) || end.isDone();
        ready.put("ready");
        parent.join();
        System.out.println("parent gone, before=" + isOver + ", now=" + parent.join(Duration.ZERO) + ", same="
                + end.get(10, TimeUnit.SECONDS).equals(parent));
    }

    @Test
    void aChildWaitsForItsParent() throws Exception {
        try (ParentProgram program = ParentProgram.start(Parent.class)) {
            program.awaitLine("ready");
            List<ProcessHandle> family = program.family();
            program.process().destroyForcibly();
            assertThat(program.awaitLine("parent gone")).isEqualTo("parent gone, before=false, now=true, same=true");
            await().until(() -> family.stream().noneMatch(ParentProgram::isRunning));
        }
    }

    @Test
    void aProcessDoesNotWaitForItself() throws Exception {
        ProcessInfo outside = Multiprocessing.currentProcess();
        assertThatIllegalStateException().isThrownBy(outside::join).withMessageContaining("own end");
        assertThatIllegalStateException().isThrownBy(outside::onExit);
        try (Multiprocessing mp = Multiprocessing.open()) {
            ChildProcess child =
                    mp.process(() -> Multiprocessing.currentProcess().join()).start();
            child.join();
            assertThat(child.failure().orElseThrow()).hasCauseInstanceOf(IllegalStateException.class);
        }
    }

    /** A wait keeps no process from its exit. */
    @Test
    void aChildThatWaitsForItsParentMayExitFirst() throws Exception {
        Multiprocessing mp = Multiprocessing.open();
        SharedQueue<String> answers = mp.queue();
        mp.process(() -> {
                    CompletableFuture<ProcessInfo> end =
                            Multiprocessing.parentProcess().orElseThrow().onExit();
                    Multiprocessing.current().onClose(() -> answers.add("exits, done=" + end.isDone()));
                })
                .start()
                .join();
        assertThat(answers.take()).isEqualTo("exits, done=false");
        mp.close();
    }
}
