package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.multiproc.internal.control.KillSwitch;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.ParentProgram;
import dev.multiproc.testing.ProcessFamily;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Children that end with their parent. */
class DaemonIT extends InOpenSession {
    private static final Duration START = Duration.ofSeconds(30);
    /** A second, on a machine that is not busy. */
    private static final Duration DAEMONS_END = Duration.ofSeconds(15);

    private SharedQueue<Object> answers;

    @BeforeEach
    void makeQueue() {
        answers = mp.queue();
    }

    @AfterEach
    void forgetQueue() {
        // It holds the session's mapping, and JUnit this for a while.
    }

    @Test
    void aChildIsNoDaemonUnlessItIsMadeOneBeforeItsStart() throws Exception {
        ChildProcess child = mp.process(() -> {});
        assertThat(child.isDaemon()).isFalse();
        assertThat(child.daemon(true)).isSameAs(child);
        assertThat(child.isDaemon()).isTrue();
        child.daemon(false).start();
        assertThatIllegalStateException()
                .isThrownBy(() -> child.daemon(true))
                .withMessage("the process has already been started, name=ChildProcess-1");
        assertThat(child.isDaemon()).isFalse();
        child.join();
        assertThatIllegalStateException().isThrownBy(() -> child.daemon(false));
    }

    @Test
    void aDaemonsChildWouldBeADaemonAndIsNotStarted() throws Exception {
        SharedQueue<Object> queue = answers;
        ChildProcess daemon = mp.process(() -> {
                    queue.put(Multiprocessing.currentProcess().isDaemon());
                    ChildProcess child = Multiprocessing.current().process(() -> {});
                    queue.put(child.isDaemon());
                    queue.put(refusal(child));
                    queue.put(refusal(child.daemon(false)));
                    queue.put(Multiprocessing.current().activeChildren().size());
                })
                .daemon(true);
        daemon.start().join();
        assertThat(daemon.exitCode()).hasValue(0);
        assertThat(queue)
                .containsExactly(
                        true,
                        true,
                        "daemonic processes are not allowed to have children",
                        "daemonic processes are not allowed to have children",
                        0);
    }

    private static String refusal(ChildProcess child) {
        try {
            child.start();
            return "started";
        } catch (IllegalStateException e) {
            return e.getMessage();
        }
    }

    @Test
    void aChildsChildIsADaemonOnlyIfItIsMadeOne() throws Exception {
        SharedQueue<Object> queue = answers;
        mp.process(() -> {
                    Multiprocessing session = Multiprocessing.current();
                    queue.put(session.process(() -> {}).isDaemon());
                    ChildProcess daemon = session.process(() ->
                                    queue.put(Multiprocessing.currentProcess().isDaemon()))
                            .daemon(true);
                    daemon.start().join();
                })
                .start()
                .join();
        assertThat(queue).containsExactly(false, true);
    }

    /** A child that has two children, a daemon and another, whose pids it tells in this order. */
    private ChildProcess parentOfTwo() {
        SharedQueue<Object> queue = answers;
        return mp.process(() -> {
                    Multiprocessing session = Multiprocessing.current();
                    for (boolean daemon : new boolean[] {true, false}) {
                        SharedQueue<Long> ready = session.queue();
                        session.process(() -> {
                                    ready.put(ProcessHandle.current().pid());
                                    waitForEver();
                                })
                                .daemon(daemon)
                                .start();
                        queue.put(ready.take());
                    }
                    waitForEver();
                })
                .start();
    }

    private ProcessHandle takeProcess() throws InterruptedException {
        return ProcessHandle.of((Long) answers.take()).orElseThrow();
    }

    @Test
    void aKilledChildsDaemonGoesSoonAndItsOtherChildrenGoOn() throws Exception {
        ChildProcess child = parentOfTwo();
        ProcessHandle daemon = takeProcess();
        ProcessHandle other = takeProcess();
        try {
            child.kill();
            child.join();
            await().pollInterval(Duration.ofMillis(20))
                    .atMost(DAEMONS_END)
                    .until(() -> !ParentProgram.isRunning(daemon));
            assertThat(ParentProgram.isRunning(other)).isTrue();
        } finally {
            other.destroyForcibly();
            await().atMost(START).until(() -> !ParentProgram.isRunning(other));
        }
    }

    @Test
    void aTerminatedChildEndsItsDaemonAndWaitsForItsOtherChildren() throws Exception {
        ChildProcess child = parentOfTwo();
        ProcessHandle daemon = takeProcess();
        ProcessHandle other = takeProcess();
        child.terminate();
        await().atMost(START).until(() -> !ParentProgram.isRunning(daemon));
        assertThat(ParentProgram.isRunning(other)).isTrue();
        assertThat(child.isAlive()).isTrue();
        other.destroyForcibly();
        child.join();
        assertThat(child.exitCode()).hasValue(-15);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SPAWN_STARTED", "none"})
    void aDaemonWhoseParentDiesBeforeItHasBegunEndsToo(String killAt) throws Exception {
        ProcessFamily family = new ProcessFamily();
        // A JVM without its archive starts so slowly that the parent is dead and swept by then.
        Options options = Options.defaults().withJvmArgs("-Xshare:off").withEnvironment(family.environment());
        try (Multiprocessing own = Multiprocessing.open(options)) {
            SharedQueue<String> started = own.queue();
            ChildProcess parent = own.process(() -> {
                        KillSwitch.arm(killAt);
                        Multiprocessing.current()
                                .process(InOpenSession::waitForEver)
                                .daemon(true)
                                .start();
                        started.put("started");
                        waitForEver();
                    })
                    .start();
            if (killAt.equals("none")) {
                started.take();
                parent.kill();
            }
            parent.join();
            await().atMost(START)
                    .untilAsserted(() -> assertThat(family.running()).isEmpty());
        } finally {
            family.kill();
        }
    }
}
