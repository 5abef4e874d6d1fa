package dev.multiproc.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.ChildOptions;
import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.pool.PoolOptions;
import dev.multiproc.pool.ProcessPool;
import dev.multiproc.sync.SharedEvent;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import dev.multiproc.testing.Signals;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of children on other hosts when their agent or their owner ends or is killed. */
@NeedsServer
@ExtendWith(LeavesNothingBehind.class)
class AgentDeathIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    Path base;

    private static void awaitEnd(long pid) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        ProcessHandle.of(pid).filter(ParentProgram::isRunning).isEmpty());
    }

    /** Starts two children that wait: a daemon and one that is none. */
    static final class Owner {
        private Owner() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (Multiprocessing session = Multiprocessing.open(URI.create(arguments[0]))) {
                for (boolean isDaemon : new boolean[] {true, false}) {
                    ChildProcess child = session.process(
                                    () -> Multiprocessing.current().event("never").await())
                            .daemon(isDaemon)
                            .options(ChildOptions.defaults().onAny())
                            .start();
                    System.out.println((isDaemon ? "daemon " : "other ") + child.pid().orElseThrow());
                }
                session.event("never").await();
            }
        }
    }

    private static long pid(String line) {
        return Long.parseLong(line.substring(line.indexOf(' ') + 1));
    }

    @Test
    void daemonsEndWithTheLeaseOfAKilledOwnerAndTheOthersWithTheirAgent() throws Exception {
        URI address = RedisServer.newSession("&lease=1s");
        try (ParentProgram agent = AgentProgram.start(address, "b", 4, base);
                ParentProgram owner = ParentProgram.start(Owner.class, address.toString())) {
            long daemon = pid(owner.awaitLine("daemon"));
            long other = pid(owner.awaitLine("other"));
            owner.process().destroyForcibly();
            awaitEnd(daemon);
            assertThat(ProcessHandle.of(other).orElseThrow().isAlive()).isTrue();
            Signals.send("TERM", agent.process().pid());
            assertThat(agent.exitCode()).isEqualTo(143);
            awaitEnd(other);
            agent.awaitFamilysEnd();
        }
    }

    @Test
    void anOwnerLearnsOfAKilledAndOfAnEndedAgent() throws Exception {
        URI address = RedisServer.newSession("&lease=1s");
        try (Multiprocessing session = Multiprocessing.open(address);
                ParentProgram killed = AgentProgram.start(address, "b", 4, base);
                ParentProgram ended = AgentProgram.start(address, "c", 4, base)) {
            SharedEvent never = session.event();
            ChildProcess lost = session.process(never::await)
                    .options(ChildOptions.defaults().on("b"))
                    .start();
            ChildProcess terminated = session.process(never::await)
                    .options(ChildOptions.defaults().on("c"))
                    .start();
            long pid = lost.pid().orElseThrow();
            killed.process().destroyForcibly();
            Signals.send("TERM", ended.process().pid());
            assertThat(terminated.join(PATIENCE)).isTrue();
            assertThat(terminated.exitCode()).hasValue(-15);
            assertThat(terminated.failure().orElseThrow()).hasMessageContaining("was ended by signal 15");
            assertThat(lost.join(PATIENCE)).isTrue();
            assertThat(lost.exitCode()).hasValue(-9);
            assertThat(lost.failure().orElseThrow())
                    .hasMessageContaining("(pid " + pid + " on b) is lost: the agent on b is gone");
            awaitEnd(pid);
            assertThat(ended.exitCode()).isEqualTo(143);
        }
    }

    @Test
    void aPoolGoesOnWhenAnAgentIsKilled() throws Exception {
        URI address = RedisServer.newSession("&lease=1s");
        try (Multiprocessing session = Multiprocessing.open(address);
                ParentProgram killed = AgentProgram.start(address, "b", 1, base);
                ParentProgram other = AgentProgram.start(address, "c", 2, base)) {
            // Of three workers, one has no place once an agent is gone.
            PoolOptions options =
                    PoolOptions.workers(3).withEagerStart(true).withRetries(3).onAny();
            try (ProcessPool pool = session.pool(options)) {
                await().atMost(PATIENCE)
                        .until(() -> pool.statistics().workers().stream()
                                        .filter(worker -> !worker.startTime().isZero())
                                        .count()
                                == 3);
                List<CompletableFuture<Long>> running = IntStream.range(0, 6)
                        .mapToObj(i -> pool.submit(() -> {
                            Thread.sleep(200);
                            return ProcessHandle.current().pid();
                        }))
                        .toList();
                killed.process().destroyForcibly();
                Set<Long> pids =
                        running.stream().map(CompletableFuture::join).collect(Collectors.toSet());
                assertThat(pids).isNotEmpty();
                assertThat(pool.map(i -> i * i, List.of(1, 2, 3, 4, 5, 6))).containsExactly(1, 4, 9, 16, 25, 36);
            }
            Signals.send("TERM", other.process().pid());
            assertThat(other.exitCode()).isEqualTo(143);
        }
    }
}
