package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.multiproc.inspect.InspectedProcess;
import dev.multiproc.memory.SharedInteger;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.SharedQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Children that are started again when they end. */
class RestartIT extends InOpenSession {
    private static final RestartPolicy AT_ONCE =
            RestartPolicy.onFailure().withBackOff(Duration.ZERO, Duration.ofMillis(10));
    private static final Duration DAY = Duration.ofDays(1);

    private final BlockingQueue<Restart> restarts = new LinkedBlockingQueue<>();

    @Test
    void aChildThatFailsIsStartedAgainUntilItSucceeds() throws Exception {
        SharedInteger runs = mp.sharedInteger(0);
        SharedQueue<String> names = mp.queue();
        ChildProcess child = mp.process("worker", () -> {
                    names.put(Multiprocessing.currentProcess().name());
                    switch (runs.incrementAndGet()) {
                        case 1 -> Runtime.getRuntime().halt(5);
                        case 2 -> throw new IllegalArgumentException("mine");
                        default -> {}
                    }
                })
                .restart(AT_ONCE)
                .onRestart(restarts::add)
                .start();
        child.joinOrThrow();
        assertThat(child.exitCode()).hasValue(0);
        assertThat(child.restarts()).isEqualTo(2);
        assertThat(List.copyOf(names)).containsExactly("worker", "worker", "worker");
        assertThat(restarts).extracting(Restart::number).containsExactly(1, 2);
        assertThat(restarts).extracting(Restart::exitCode).containsExactly(5, 1);
        assertThat(restarts.stream()
                        .reduce((first, second) -> second)
                        .orElseThrow()
                        .failure()
                        .orElseThrow())
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWorkerThatIsKilledGoesOnWithItsQueue() throws Exception {
        JoinableQueue<Integer> work = mp.joinableQueue();
        SharedQueue<Long> pids = mp.queue();
        ChildProcess worker = mp.process("worker", () -> {
                    pids.put(ProcessHandle.current().pid());
                    while (true) {
                        work.take();
                        work.taskDone();
                    }
                })
                .daemon(true)
                .restart(AT_ONCE)
                .start();
        for (int round = 0; round < 3; round++) {
            long pid = pids.take();
            await().untilAsserted(() -> assertThat(worker.pid()).hasValue(pid));
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            work.put(round);
        }
        work.join();
        assertThat(worker.restarts()).isEqualTo(3);
        assertThat(mp.activeChildren()).containsExactly(worker);
        assertThat(Multiprocessing.sessions(options()))
                .flatExtracting(session -> Multiprocessing.inspect(session).processes())
                .filteredOn(process -> process.pid() == worker.pid().orElseThrow())
                .extracting(InspectedProcess::name, InspectedProcess::restarts)
                .containsExactly(tuple("worker", 3));
    }

    @Test
    void afterTheLastRestartItHasEndedForGood() throws Exception {
        ChildProcess child = mp.process(() -> System.exit(3))
                .restart(AT_ONCE.withMax(2))
                .onRestart(restart -> {
                    restarts.add(restart);
                    throw new IllegalStateException("a listener's own fault");
                })
                .start();
        assertThatExceptionOfType(ChildFailedException.class).isThrownBy(child::joinOrThrow);
        assertThat(child.exitCode()).hasValue(3);
        assertThat(child.restarts()).isEqualTo(2);
        assertThat(restarts).hasSize(2);
        assertThat(mp.activeChildren()).isEmpty();
        assertThatIllegalStateException().isThrownBy(() -> child.restart(AT_ONCE));
        assertThatIllegalStateException().isThrownBy(() -> child.onRestart(restarts::add));
    }

    @Test
    void whatAllItsProcessesPrintIsInItsFile(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("output");
        Files.writeString(file, "old");
        SharedInteger runs = mp.sharedInteger(0);
        mp.process(() -> {
                    System.out.println("run " + runs.incrementAndGet());
                    System.exit(runs.get() < 3 ? 1 : 0);
                })
                .options(ChildOptions.defaults().withOutput(ChildOutput.toFile(file)))
                .restart(AT_ONCE)
                .start()
                .joinOrThrow();
        assertThat(file).hasContent("run 1\nrun 2\nrun 3\n");
    }

    @Test
    void whatIsToEndIsNotStartedAgain() throws Exception {
        SharedQueue<String> said = mp.queue();
        ChildProcess child = mp.process(() -> {
                    said.put("begun");
                    new CountDownLatch(1).await();
                })
                .restart(RestartPolicy.always().withBackOff(Duration.ZERO, Duration.ZERO))
                .start();
        said.take();
        ProcessHandle.of(child.pid().orElseThrow()).orElseThrow().destroyForcibly();
        said.take();
        child.terminate();
        child.join();
        assertThat(child.exitCode()).hasValue(-15);
        assertThat(child.restarts()).isEqualTo(1);
    }

    @Test
    void whatWaitsToBeStartedAgainCanBeEnded() throws Exception {
        ChildProcess child = waiting("first");
        assertThat(child.isAlive()).isTrue();
        assertThat(child.exitCode()).isEmpty();
        assertThat(mp.activeChildren()).containsExactly(child);
        assertThat(child.join(Duration.ofMillis(10))).isFalse();
        child.kill();
        child.join();
        assertThat(child.exitCode()).hasValue(1);
    }

    @Test
    void theEndOfTheSessionEndsTheWaitForARestart() throws Exception {
        List<ChildProcess> children = new CopyOnWriteArrayList<>(List.of(waiting("child"), waiting("other")));
        mp.close();
        assertThat(children).noneMatch(ChildProcess::isAlive);
    }

    private ChildProcess waiting(String name) throws InterruptedException {
        ChildProcess child = mp.process(name, () -> System.exit(1))
                .restart(RestartPolicy.onFailure().withBackOff(DAY, DAY))
                .onRestart(restarts::add)
                .start();
        assertThat(restarts.take().delay()).isEqualTo(DAY);
        return child;
    }

    /** The endless child is a daemon, so the session ends it. */
    @Test
    void theEndOfTheSessionEndsChildrenThatAreAlwaysStartedAgain() throws Exception {
        SharedInteger runs = mp.sharedInteger(0);
        RestartPolicy always = RestartPolicy.always().withBackOff(Duration.ZERO, Duration.ofMillis(20));
        ChildProcess quick = mp.process(runs::incrementAndGet).restart(always).start();
        ChildProcess endless = mp.process(() -> new CountDownLatch(1).await())
                .daemon(true)
                .restart(always)
                .start();
        await().until(() -> runs.get() > 2);
        mp.close();
        assertThat(quick.isAlive() || endless.isAlive()).isFalse();
        assertThat(endless.restarts()).isZero();
    }
}
