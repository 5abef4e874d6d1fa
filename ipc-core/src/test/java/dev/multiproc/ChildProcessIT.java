package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeavesNothingBehind.class)
class ChildProcessIT {
    private static final long LONG_MILLIS = 3_600_000;

    private Multiprocessing mp;

    @BeforeEach
    void open() {
        mp = Multiprocessing.open();
    }

    @AfterEach
    void close() {
        mp.activeChildren().forEach(ChildProcess::kill);
        mp.close();
        // JUnit keeps the last instance for a while, and its session's mapping with it.
        mp = null;
    }

    private ChildProcess ended(ProcessTask task) throws InterruptedException {
        ChildProcess child = mp.process(task).start();
        child.join();
        return child;
    }

    record Greeting(SharedQueue<String> answers, String name) implements ProcessTask {
        @Override
        public void run() throws InterruptedException {
            answers.put("hello " + name);
        }
    }

    static void greet(SharedQueue<String> answers) throws InterruptedException {
        answers.put("hello from a method");
    }

    @Test
    void lambdasRecordsAndMethodsAreTasks() throws Exception {
        SharedQueue<String> answers = mp.queue();
        String captured = "lambda";
        assertThat(ended(new Greeting(answers, "record")).exitCode()).hasValue(0);
        assertThat(ended(() -> answers.put("hello " + captured)).exitCode()).hasValue(0);
        assertThat(ended(() -> greet(answers)).exitCode()).hasValue(0);
        assertThat(answers).containsExactly("hello record", "hello lambda", "hello from a method");
    }

    @Test
    void everyChildThatIsStartedRunsThoughSlotsAreUsedAgainAtOnce() throws Exception {
        SharedQueue<Integer> answers = mp.queue();
        SharedQueue<String> idle = mp.queue();
        for (int i = 0; i < 2; i++) {
            // Its janitor looks at the same slots.
            mp.process(idle::take).daemon(true).start();
        }
        for (int i = 0; i < 25; i++) {
            int number = i;
            assertThat(ended(() -> answers.put(number)).exitCode()).hasValue(0);
            assertThat(answers.poll()).isEqualTo(i);
        }
    }

    @Test
    void aChildKnowsItselfItsParentAndItsChildren() throws Exception {
        SharedQueue<String> answers = mp.queue();
        ChildProcess child = mp.process(() -> {
            ProcessInfo me = Multiprocessing.currentProcess();
            answers.put(me.name() + " " + me.isDaemon());
            ProcessInfo parent = Multiprocessing.parentProcess().orElseThrow();
            answers.put(parent.name() + " " + parent.pid() + " " + parent.isAlive());
            ChildProcess grandchild = Multiprocessing.current()
                    .process(() -> answers.put(Multiprocessing.currentProcess().name()))
                    .start();
            grandchild.join();
        });
        assertThat(child.name()).isEqualTo("ChildProcess-1");
        child.start().join();
        assertThat(child.exitCode()).hasValue(0);
        assertThat(answers)
                .containsExactly(
                        "ChildProcess-1 false",
                        "MainProcess " + ProcessHandle.current().pid() + " true",
                        "ChildProcess-1:1");
        assertThat(Multiprocessing.currentProcess().name()).isEqualTo("MainProcess");
        assertThat(Multiprocessing.parentProcess()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 137, 143, 255})
    void theExitCodeIsWhatTheChildExitsWith(int code) throws Exception {
        assertThat(ended(() -> System.exit(code)).exitCode()).hasValue(code);
    }

    @Test
    void signalsAreNegativeExitCodes() throws Exception {
        ChildProcess killed = mp.process(() -> Thread.sleep(LONG_MILLIS)).start();
        assertThat(killed.exitCode()).isEmpty();
        assertThat(mp.activeChildren()).containsExactly(killed);
        killed.kill();
        killed.join();
        assertThat(killed.exitCode()).hasValue(-9);
        assertThat(mp.activeChildren()).isEmpty();
        SharedQueue<String> ready = mp.queue();
        ChildProcess terminated = mp.process(() -> {
                    ready.put("ready");
                    Thread.sleep(LONG_MILLIS);
                })
                .start();
        ready.take();
        terminated.terminate();
        assertThat(terminated.onExit().get()).isSameAs(terminated);
        assertThat(terminated.exitCode()).hasValue(-15);
        terminated.kill();
        terminated.terminate();
    }

    @Test
    void anUncaughtExceptionIsExitCodeOneAndArrivesWithTheChildsStackTrace() throws Exception {
        ChildProcess child = ended(() -> {
            throw new UnsupportedOperationException("no buns");
        });
        assertThat(child.exitCode()).hasValue(1);
        ChildFailedException failure = child.failure().orElseThrow();
        assertThat(failure).hasMessageContaining(child.name()).hasCauseInstanceOf(UnsupportedOperationException.class);
        assertThat(failure.getCause()).hasMessage("no buns");
        assertThat(failure.getCause().getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(ChildProcessIT.class.getName()));
        assertThat(failure.remoteTrace()).contains("no buns");
        assertThat(ended(() -> {}).failure()).isEmpty();
    }

    @Test
    void threadsThatAreNoDaemonsAreWaitedFor() throws Exception {
        SharedQueue<String> answers = mp.queue();
        ChildProcess child = ended(() -> new Thread(() -> {
                    try {
                        Thread.sleep(300);
                        answers.put("still here");
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                })
                .start());
        assertThat(child.exitCode()).hasValue(0);
        assertThat(answers.poll()).isEqualTo("still here");
    }

    @Test
    void misuseIsRefusedOnTheCallersStack() throws Exception {
        assertThatNullPointerException().isThrownBy(() -> mp.process(null));
        assertThatNullPointerException().isThrownBy(() -> mp.process(null, () -> {}));
        ChildProcess child = mp.process("once", () -> {});
        assertThatIllegalStateException().isThrownBy(child::join);
        assertThatIllegalStateException().isThrownBy(() -> child.join(Duration.ZERO));
        assertThatIllegalStateException().isThrownBy(child::kill);
        assertThatIllegalStateException().isThrownBy(child::terminate);
        assertThat(child.isAlive()).isFalse();
        assertThat(child.pid()).isEmpty();
        child.start();
        assertThatIllegalStateException().isThrownBy(child::start).withMessageContaining("twice");
        assertThatIllegalStateException().isThrownBy(() -> child.daemon(true));
        child.join();
        assertThatIllegalStateException().isThrownBy(child::start);
        assertThat(child.join(Duration.ofSeconds(-1))).isTrue();
    }

    @Test
    void aDaemonStartsNoChildren() throws Exception {
        SharedQueue<String> answers = mp.queue();
        ChildProcess daemon = mp.process(() -> {
                    try {
                        Multiprocessing.current().process(() -> {}).start();
                        answers.put("started");
                    } catch (IllegalStateException e) {
                        answers.put(e.getMessage());
                    }
                })
                .daemon(true);
        daemon.start().join();
        assertThat(answers.poll()).isEqualTo("daemonic processes are not allowed to have children");
    }

    /** Holds what cannot travel. */
    record Order(String name, Thread customer) implements Serializable {}

    @Test
    void whatCannotBeSerializedIsRefusedWithThePathAndNothingRuns() {
        Order order = new Order("bun", Thread.currentThread());
        ChildProcess child = mp.process(() -> System.out.println(order.name()));
        assertThatIllegalArgumentException()
                .isThrownBy(child::start)
                .withMessageContaining("customer")
                .withMessageContaining("java.lang.Thread");
        assertThat(mp.activeChildren()).isEmpty();
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void aQueueOfAnotherSessionIsRefused() {
        try (Multiprocessing other = Multiprocessing.open()) {
            SharedQueue<String> foreign = other.queue();
            ChildProcess child = mp.process(() -> foreign.put("item"));
            assertThatIllegalArgumentException().isThrownBy(child::start).withMessageContaining("session");
        }
    }

    @Test
    void optionsReachTheChild() throws Exception {
        Path directory = Files.createTempDirectory("work dir 包子");
        Options options = Options.defaults()
                .withJvmArgs("-Xmx77m", "-Dbun=baozi")
                .withEnvironment(Map.of("BUN", "包"))
                .withWorkingDirectory(directory);
        try (Multiprocessing own = Multiprocessing.open(options)) {
            SharedQueue<String> answers = own.queue();
            own.process(() -> {
                        answers.put(System.getProperty("bun"));
                        answers.put(System.getenv("BUN"));
                        answers.put(Path.of("").toAbsolutePath().toString());
                        answers.put(Long.toString(Runtime.getRuntime().maxMemory() / 1024 / 1024));
                        answers.put(Integer.toString(System.in.read()));
                    })
                    .start()
                    .join();
            assertThat(answers.take()).isEqualTo("baozi");
            assertThat(answers.take()).isEqualTo("包");
            assertThat(answers.take()).isEqualTo(directory.toRealPath().toString());
            assertThat(Integer.parseInt(answers.take())).isBetween(70, 77);
            assertThat(answers.take()).isEqualTo("-1");
        } finally {
            Files.delete(directory);
        }
    }

    @Test
    void aJoinIsInterrupted() throws Exception {
        ChildProcess child = mp.process(() -> Thread.sleep(LONG_MILLIS)).start();
        Thread.currentThread().interrupt();
        org.assertj.core.api.Assertions.assertThatThrownBy(child::join).isInstanceOf(InterruptedException.class);
        assertThat(child.join(Duration.ofMillis(10))).isFalse();
        assertThat(child.isAlive()).isTrue();
    }
}
