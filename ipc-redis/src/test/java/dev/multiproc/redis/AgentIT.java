package dev.multiproc.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.multiproc.ChildFailedException;
import dev.multiproc.ChildOptions;
import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.ProcessTask;
import dev.multiproc.memory.SharedInteger;
import dev.multiproc.memory.SharedReference;
import dev.multiproc.pipe.Pipe;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.sync.SharedEvent;
import dev.multiproc.sync.SharedLock;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Children that two agents start, which are other hosts as far as this process can tell. */
@NeedsServer
@ExtendWith(LeavesNothingBehind.class)
class AgentIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @TempDir
    static Path base;

    private static URI address;
    private static Multiprocessing session;
    private static ParentProgram first;
    private static ParentProgram second;

    @BeforeAll
    static void startAgents() throws IOException {
        address = RedisServer.newSession("&lease=60s");
        first = AgentProgram.start(address, "first", 2, base);
        second = AgentProgram.start(
                // As another machine may know the server by another name.
                URI.create(address.toString().replace("127.0.0.1", "localhost")), "second", 3, base);
        session = Multiprocessing.open(address);
        AgentProgram.awaitReady(first, second);
    }

    @AfterAll
    static void endAgents() throws IOException {
        session.close();
        session = null;
        first.close();
        second.close();
        first = null;
        second = null;
    }

    private static ChildProcess child(String host, ProcessTask task) {
        return session.process(task).options(ChildOptions.defaults().on(host));
    }

    private static long parentOf(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(ProcessHandle::parent)
                .map(ProcessHandle::pid)
                .orElse(0L);
    }

    @Test
    void aChildRunsOnTheHostThatIsAskedForAndMeetsTheOthersInTheSession() throws Exception {
        SharedQueue<String> words = session.queue();
        SharedReference<String> name = session.sharedReference("");
        SharedEvent goOn = session.event();
        ChildProcess child = session.process("far", () -> {
                    name.set(Multiprocessing.currentProcess().name());
                    words.put("a word");
                    goOn.await();
                    // What has a name is found there, too.
                    Multiprocessing.current().queue("named").put("another");
                    System.exit(7);
                })
                .options(ChildOptions.defaults().on("second").withMaxHeap(64L << 20))
                .start();
        assertThat(parentOf(child.pid().orElseThrow()))
                .isEqualTo(second.process().pid());
        assertThat(words.poll(30, TimeUnit.SECONDS)).isEqualTo("a word");
        assertThat(session.activeChildren()).contains(child);
        assertThat(child.isAlive()).isTrue();
        goOn.set();
        assertThat(child.join(PATIENCE)).isTrue();
        assertThat(child.exitCode()).hasValue(7);
        assertThat(name.get()).isEqualTo("far");
        assertThat(session.<String>queue("named").poll(30, TimeUnit.SECONDS)).isEqualTo("another");
        assertThatExceptionOfType(ChildFailedException.class)
                .isThrownBy(child::joinOrThrow)
                .withMessageContaining("ended with exit code 7");
    }

    @Test
    void childrenForAnyHostGoToWhereTheFewestAre() throws Exception {
        SharedEvent goOn = session.event();
        SharedInteger begun = session.sharedInteger(0);
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            children.add(session.process(() -> {
                        begun.incrementAndGet();
                        goOn.await();
                    })
                    .options(ChildOptions.defaults().onAny())
                    .start());
        }
        await().atMost(PATIENCE).until(() -> begun.get() == 3);
        Set<Long> agents = new TreeSet<>();
        int ofFirst = 0;
        for (ChildProcess child : children) {
            long agent = parentOf(child.pid().orElseThrow());
            ofFirst += agent == first.process().pid() ? 1 : 0;
            agents.add(agent);
        }
        assertThat(agents)
                .containsExactlyInAnyOrder(
                        first.process().pid(), second.process().pid());
        assertThat(ofFirst).isBetween(1, 2);
        // What ends a child there is told here.
        ChildProcess killed = children.remove(2);
        ProcessHandle.of(killed.pid().orElseThrow()).orElseThrow().destroyForcibly();
        assertThat(killed.join(PATIENCE)).isTrue();
        assertThat(killed.exitCode()).hasValue(-9);
        assertThat(killed.failure().orElseThrow()).hasMessageContaining("was ended by signal 9");
        ChildProcess terminated = children.remove(1);
        terminated.terminate();
        assertThat(terminated.join(PATIENCE)).isTrue();
        assertThat(terminated.exitCode()).hasValue(-15);
        assertThat(terminated.failure()).isEmpty();
        goOn.set();
        for (ChildProcess child : children) {
            assertThat(child.join(PATIENCE)).isTrue();
            assertThat(child.exitCode()).hasValue(0);
            assertThat(child.failure()).isEmpty();
        }
    }

    @Test
    void aFailureComesWithItsTraceAndTheLastLines() throws Exception {
        ChildProcess child = child("first", () -> {
                    System.err.println("what it wrote before");
                    throw new IllegalArgumentException("on purpose");
                })
                .start();
        assertThat(child.join(PATIENCE)).isTrue();
        assertThat(child.exitCode()).hasValue(1);
        ChildFailedException failure = child.failure().orElseThrow();
        assertThat(failure).hasMessageContaining("on purpose").hasCauseInstanceOf(IllegalArgumentException.class);
        assertThat(failure.remoteTrace()).contains("AgentIT");
        assertThat(failure.lastLines()).contains("what it wrote before");
    }

    @Test
    void aChildIsInterruptedAndKilledFromHere() throws Exception {
        SharedEvent begun = session.event();
        SharedLock lock = session.lock();
        ChildProcess interrupted = child("first", () -> {
                    begun.set();
                    Multiprocessing.current().event("never").await();
                })
                .start();
        assertThat(begun.await(PATIENCE)).isTrue();
        interrupted.interrupt();
        assertThat(interrupted.join(PATIENCE)).isTrue();
        assertThat(interrupted.failure().orElseThrow()).hasCauseInstanceOf(InterruptedException.class);
        begun.clear();
        ChildProcess killed = child("second", () -> {
                    lock.lock();
                    begun.set();
                    Multiprocessing.current().event("never").await();
                })
                .start();
        assertThat(begun.await(PATIENCE)).isTrue();
        long begin = System.nanoTime();
        killed.kill();
        // Its agent has seen the death: nobody waits until a lease ends.
        assertThat(lock.tryLock(PATIENCE)).isTrue();
        assertThat(lock.ownerDied()).isTrue();
        lock.unlock();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(AT_ONCE);
        assertThat(killed.join(PATIENCE)).isTrue();
        assertThat(killed.exitCode()).hasValue(-9);
        assertThat(killed.failure()).isEmpty();
    }

    @Test
    void anAgentThatIsNotThereIsWaitedForForALimitedTime() throws Exception {
        ChildOptions nowhere = ChildOptions.defaults().on("third").withHostTimeout(Duration.ofMillis(200));
        ChildProcess child = session.process(() -> {}).options(nowhere);
        assertThatExceptionOfType(MultiprocessingException.class)
                .isThrownBy(child::start)
                .withMessageContaining("no agent has taken it within 200 ms")
                .withMessageContaining("first (0 of 2 children), second (0 of 3 children)");
        ChildProcess notAwaited = session.process(() -> {})
                .options(nowhere.withStartAwaited(false))
                .start();
        assertThat(notAwaited.pid()).isEmpty();
        assertThat(notAwaited.join(PATIENCE)).isTrue();
        assertThat(notAwaited.exitCode()).hasValue(1);
        assertThat(notAwaited.failure().orElseThrow()).hasMessageContaining("no agent has taken it");
        ChildProcess takenBack = session.process(() -> {})
                .options(ChildOptions.defaults().on("third").withStartAwaited(false))
                .start();
        takenBack.kill();
        assertThat(takenBack.join(PATIENCE)).isTrue();
        assertThat(takenBack.exitCode()).hasValue(-9);
        assertThat(takenBack.failure()).isEmpty();
    }

    @Test
    void whatCannotTravelIsRefused() {
        Pipe pipe = session.pipe();
        ChildProcess withPipe = child("first", () -> pipe.first().send("a"));
        assertThatThrownBy(withPipe::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("but no pipe");
        ChildProcess withFlags = session.process(() -> {})
                .options(ChildOptions.defaults().on("first").withJvmArgs("-Dx=y"));
        assertThatThrownBy(withFlags::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only the heap");
    }

    @Test
    void anAgentsNameIsItsOwn() throws Exception {
        assertThatThrownBy(() -> Agent.start(address, AgentOptions.defaults().withName("first")))
                .isInstanceOf(MultiprocessingException.class)
                .hasMessageContaining("the session has an agent of this name, name=first, it is pid "
                        + first.process().pid());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(((RedisSession) session).hosts().agentNames())
                        .containsExactly("first", "second"));
    }

    @Test
    void aSessionOfThisMachineHasNoOtherHosts() {
        try (Multiprocessing local = Multiprocessing.open()) {
            ChildProcess child =
                    local.process(() -> {}).options(ChildOptions.defaults().onAny());
            assertThatThrownBy(child::start)
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("only a session at a server can start children on other hosts");
        }
    }
}
