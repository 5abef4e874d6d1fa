package dev.multiproc.launcher.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.launcher.MultiprocCommand;
import dev.multiproc.manager.Manager;
import dev.multiproc.pipe.Pipe;
import dev.multiproc.pool.PoolOptions;
import dev.multiproc.pool.ProcessPool;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueOptions;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.sync.SharedBarrier;
import dev.multiproc.sync.SharedLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code multiproc ls} and {@code multiproc inspect} print about a session. */
class InspectIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path base;

    private Multiprocessing mp;

    @BeforeEach
    void open() {
        // Whoever makes an archive of classes has a session of its own beside this one.
        mp = Multiprocessing.open(Options.defaults().withBaseDirectory(base).withClassArchive(false));
    }

    @AfterEach
    void close() {
        mp.activeChildren().forEach(ChildProcess::kill);
        mp.close();
        // JUnit keeps the test instance, which would keep the session's memory mapped.
        mp = null;
    }

    private MultiprocCommand run(String command, String... more) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(command, "--base", base.toString()));
        words.addAll(List.of(more));
        MultiprocCommand done = MultiprocCommand.run(LIMIT, words.toArray(new String[0]));
        assertThat(done.stderr()).as(done.toString()).isEmpty();
        assertThat(done.exitCode()).isZero();
        return done;
    }

    private MultiprocCommand inspectUntil(String text) {
        return await().atMost(LIMIT).until(() -> run("inspect"), done -> String.join("\n", done.stdout())
                .contains(text));
    }

    @Test
    void aDeadlockIsReported() throws Exception {
        SharedLock lockA = mp.lock("lockA");
        SharedLock lockB = mp.lock("lockB");
        SharedBarrier bothHoldOne = mp.barrier(2);
        ChildProcess first =
                mp.process("first", () -> lockBoth(lockA, bothHoldOne, lockB)).start();
        ChildProcess second =
                mp.process("second", () -> lockBoth(lockB, bothHoldOne, lockA)).start();
        MultiprocCommand done = inspectUntil("deadlock");
        assertThat(done.stdout())
                .anyMatch(line -> line.matches("first +" + first.pid().orElseThrow() + " .* running +for lockB"))
                .anyMatch(line -> line.matches("lockA +SharedLock +first \\(pid \\d+\\)"))
                .contains("deadlock: first (pid " + first.pid().orElseThrow()
                        + ") holds lockA and waits for lockB; second (pid "
                        + second.pid().orElseThrow() + ") holds lockB and waits for lockA");
    }

    private static void lockBoth(SharedLock first, SharedBarrier between, SharedLock second) throws Exception {
        first.lock();
        between.await();
        second.lock();
    }

    @Test
    void waitersAndContentsOfAQueueAreShown() throws Exception {
        JoinableQueue<String> items = mp.joinableQueue("items", QueueOptions.bounded(2));
        mp.process("consumer", () -> {
                    items.take();
                    new CountDownLatch(1).await();
                })
                .daemon(true)
                .start();
        MultiprocCommand done = inspectUntil("to take from items");
        assertThat(done.stdout())
                .anyMatch(line ->
                        line.matches("consumer +\\d+ +MainProcess \\(pid \\d+\\) +running, daemon +to take from items"))
                .anyMatch(line ->
                        line.matches("MainProcess +" + ProcessHandle.current().pid() + " +- +running"));
        for (int i = 0; i < 3; i++) {
            items.put("item");
        }
        mp.process("producer", () -> items.put("one too many")).daemon(true).start();
        assertThat(inspectUntil("for room in items").stdout())
                .anyMatch(line -> line.matches(
                        "items +JoinableQueue +2 waiting, 3 put, 0 returned, 3 unfinished at most, 2 capacity"
                                + " +consumer \\(pid \\d+\\) 1"));
        assertThat(String.join("\n", run("inspect", "--json").stdout()))
                .contains(
                        "\"purpose\": \"for room in\",\n          \"object\": \"items\"",
                        "\"type\": \"JoinableQueue\"",
                        "\"waiting\": 2",
                        "\"inFlight\": 1");
    }

    @Test
    void poolsAndTheirWorkersAreShown() throws Exception {
        SharedQueue<Integer> go = mp.queue();
        try (ProcessPool pool = mp.pool(PoolOptions.workers(1).withName("bakery"))) {
            assertThat(pool.submit(() -> 5).get()).isEqualTo(5);
            CompletableFuture<Integer> running = pool.submit(() -> go.take());
            CompletableFuture<Integer> waiting = pool.submit(() -> go.take());
            String me = " of " + ProcessHandle.current().pid();
            assertThat(inspectUntil("1 running").stdout())
                    .anyMatch(line -> line.matches("bakery" + me + " +SharedFigures +1 workers, 1 tasks waiting,"
                            + " 1 running, 1 done, 0 failed, 1 workers started, 0 died"))
                    .anyMatch(line -> line.matches(
                            "bakery-worker-1" + me + " +SharedFigures +[1-9]\\d* pid, 1 tasks, \\d+ percent working"));
            go.put(1);
            go.put(2);
            assertThat(running.get() + waiting.get()).isEqualTo(3);
            inspectUntil("0 running, 3 done");
        }
        assertThat(String.join("\n", run("inspect").stdout())).doesNotContain("SharedFigures");
    }

    @Test
    void managersAndPipesAreShown() throws Exception {
        try (Manager manager = mp.manager();
                Pipe pipe = mp.pipe()) {
            manager.map().put("a", 1);
            pipe.first().send("message");
            assertThat(inspectUntil("1 objects").stdout())
                    .anyMatch(line ->
                            line.matches("manager of \\d+ +SharedFigures +1 clients, \\d+ connections, 1 objects,"
                                    + " \\d+ calls, \\d+ calls a second"))
                    .anyMatch(line -> line.matches("manager of \\d+, objects +SharedFigures +1 \\S*Map"))
                    .anyMatch(line ->
                            line.matches(".* Pipe +[1-9]\\d* bytes to second, 0 bytes to first,.* +MainProcess .*"));
            assertThat(String.join("\n", run("inspect", "--json").stdout()))
                    .contains("\"type\": \"SharedFigures\"", "\"clients\": 1", "\"type\": \"Pipe\"");
        }
    }

    /** No process of the session is needed for it. */
    @Test
    void aSessionWhoseProcessesWereKilledCanBeInspected() throws Exception {
        mp.lock("lockA");
        ChildProcess holder = mp.process("first", () -> {
                    Multiprocessing.current().lock("lockA").lock();
                    Multiprocessing.current().event("never").await();
                })
                .start();
        inspectUntil("for never");
        Path copy = Files.createDirectory(base.resolve("copy"));
        Path control = Path.of(run("ls").stdout().get(1).replaceAll(".* ", "")).resolve("control");
        Files.copy(control, copy.resolve("control"));
        holder.kill();
        holder.join();
        await().atMost(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .until(() -> run("inspect", copy.toString()).stdout().stream()
                        .anyMatch(line -> line.matches("first .* killed +for never")));
    }

    @Test
    void theListNamesEachSession() throws Exception {
        try (Multiprocessing second =
                Multiprocessing.open(Options.defaults().withBaseDirectory(base).withClassArchive(false))) {
            second.queue("q");
            assertThat(run("clean").stdout()).as("both live").isEmpty();
            assertThat(run("ls").stdout()).hasSize(3).first().asString().startsWith("session");
            MultiprocCommand which = MultiprocCommand.run(LIMIT, "inspect", "--base", base.toString());
            assertThat(which.exitCode()).isEqualTo(1);
            assertThat(which.stderr()).singleElement().asString().startsWith("multiproc: say which session:");
        }
        Path other = Files.createDirectory(base.resolve("other"));
        Files.write(other.resolve("control"), new byte[100]);
        MultiprocCommand list = MultiprocCommand.run(LIMIT, "ls", "--base", base.toString());
        assertThat(list.exitCode()).isEqualTo(1);
        assertThat(list.stdout()).hasSize(2);
        assertThat(list.stderr())
                .singleElement()
                .asString()
                .startsWith("multiproc: cannot use the session: ")
                .contains(other.toString());
        MultiprocCommand none = MultiprocCommand.run(LIMIT, "inspect", "--base", base.toString(), "zz");
        assertThat(none.stderr()).containsExactly("multiproc: there is no session zz; 'multiproc ls' lists them");
    }
}
