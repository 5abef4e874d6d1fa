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
import java.util.concurrent.CompletableFuture;
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
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> ProcessHandle.of(pid)
                .filter(ParentProgram::isRunning)
                .isEmpty());
    }

    /** Starts two children that wait: a daemon and one that is none. */
    static final class Owner {
        private Owner() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (Multiprocessing session = Multiprocessing.open(URI.create(arguments[0]))) {
                for (boolean isDaemon : new boolean[] {true, false}) {
                    ChildProcess child = session.process(() ->
                                    Multiprocessing.current().event("never").await())
                            .daemon(isDaemon)
                            .options(ChildOptions.defaults().onAny())
                            .start();
                    System.out.println(
                            (isDaemon ? "daemon " : "other ") + child.pid().orElseThrow());
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
                ParentProgram owner = ParentProgram.Setup.plain()
                        .withFlags("-XX:TieredStopAtLevel=1")
                        .start(Owner.class, address.toString())) {
            AgentProgram.awaitReady(agent);
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
    void anOwnerLearnsOfAKilledAgentAndAPoolGoesOn() throws Exception {
        URI address = RedisServer.newSession("&lease=1s");
        try (Multiprocessing session = Multiprocessing.open(address);
                ParentProgram killed = AgentProgram.start(address, "b", 2, base);
                ParentProgram other = AgentProgram.start(address, "c", 1, base)) {
            AgentProgram.awaitReady(killed, other);
            // There is a place for a worker at each, and then for one.
            PoolOptions options =
                    PoolOptions.workers(2).withEagerStart(true).withRetries(3).onAny();
            try (ProcessPool pool = session.pool(options)) {
                await().atMost(PATIENCE).until(() -> workingCount(pool) == 2);
                SharedEvent never = session.event();
                ChildProcess lost = session.process(never::await)
                        .options(ChildOptions.defaults().on("b"))
                        .start();
                long pid = lost.pid().orElseThrow();
                List<CompletableFuture<Long>> running = IntStream.range(0, 4)
                        .mapToObj(i -> pool.submit(() -> {
                            Thread.sleep(200);
                            return ProcessHandle.current().pid();
                        }))
                        .toList();
                killed.process().destroyForcibly();
                for (CompletableFuture<Long> each : running) {
                    assertThat(each.join()).isPositive();
                }
                assertThat(pool.map(i -> i * i, List.of(1, 2, 3))).containsExactly(1, 4, 9);
                assertThat(lost.join(PATIENCE)).isTrue();
                assertThat(lost.exitCode()).hasValue(-9);
                assertThat(lost.failure().orElseThrow())
                        .hasMessageContaining("(pid " + pid + " on b) is lost: the agent on b is gone");
                awaitEnd(pid);
            }
        }
    }

    private static long workingCount(ProcessPool pool) {
        return pool.statistics().workers().stream()
                .filter(worker -> !worker.startTime().isZero())
                .count();
    }
}
