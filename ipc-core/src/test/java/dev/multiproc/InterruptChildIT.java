package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A parent interrupts a child's task. */
@ExtendWith(LeavesNothingBehind.class)
class InterruptChildIT {
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aTaskThatWaitsIsInterruptedAndEndsTheChild(int spares) throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(Options.defaults().withSpares(spares))) {
            SharedQueue<String> queue = mp.queue();
            ChildProcess child = mp.process(() -> {
                        queue.put("begun");
                        new CountDownLatch(1).await();
                    })
                    .start();
            assertThat(queue.take()).isEqualTo("begun");
            child.interrupt();
            child.join();
            assertThat(child.exitCode()).hasValue(1);
            assertThat(child.failure().orElseThrow())
                    .hasCauseInstanceOf(InterruptedException.class)
                    .satisfies(failure ->
                            assertThat(failure.getCause().getStackTrace()).isNotEmpty());
            child.interrupt();
        }
    }

    /** A child without any shared object has no other reason to look into the session. */
    @Test
    void anInterruptThatComesBeforeTheTaskHappensAtItsBeginning() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open()) {
            ChildProcess child = mp.process(() -> TimeUnit.DAYS.sleep(1));
            assertThatIllegalStateException().isThrownBy(child::interrupt);
            child.start().interrupt();
            child.interrupt();
            child.join();
            assertThat(child.exitCode()).hasValue(1);
        }
    }

    @Test
    void aTaskMayGoOn() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedQueue<String> said = mp.queue();
            SharedQueue<String> never = mp.queue();
            ChildProcess child = mp.process(() -> {
                        for (int i = 0; i < 2; i++) {
                            said.put("waits");
                            try {
                                never.take();
                            } catch (InterruptedException e) {
                                said.put("interrupted");
                            }
                        }
                    })
                    .start();
            for (int i = 0; i < 2; i++) {
                assertThat(said.take()).isEqualTo("waits");
                child.interrupt();
                assertThat(said.take()).isEqualTo("interrupted");
            }
            child.join();
            assertThat(child.exitCode()).hasValue(0);
        }
    }

    /** The child's exit waits for the grandchild; the interrupt must not disturb that. */
    @Test
    void aChildWhoseTaskHasEndedIsLeftAlone() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedQueue<String> said = mp.queue();
            SharedQueue<String> go = mp.queue();
            ChildProcess child = mp.process(() -> {
                        Multiprocessing.current().onClose(() -> said.add("exits"));
                        Multiprocessing.current()
                                .process(() -> said.put("grandchild " + go.take()))
                                .start();
                    })
                    .start();
            assertThat(said.take()).isEqualTo("exits");
            child.interrupt();
            assertThat(child.join(Duration.ofMillis(200))).isFalse();
            go.put("ends");
            assertThat(said.take()).isEqualTo("grandchild ends");
            child.join();
            assertThat(child.exitCode()).hasValue(0);
        }
    }
}
