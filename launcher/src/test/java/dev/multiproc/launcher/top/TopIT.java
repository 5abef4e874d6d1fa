package dev.multiproc.launcher.top;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.launcher.MultiprocCommand;
import dev.multiproc.launcher.TmuxTerminal;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.sync.SharedLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code multiproc top} over a session with a process that has an item, and one that waits for a lock. */
class TopIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path base;

    @TempDir
    private Path other;

    private Multiprocessing mp;
    private ChildProcess holder;
    private ChildProcess waiter;

    @BeforeEach
    void open() throws InterruptedException {
        mp = Multiprocessing.open(Options.defaults().withBaseDirectory(base).withClassArchive(false));
        JoinableQueue<String> items = mp.joinableQueue("items");
        SharedLock lock = mp.lock("lockA");
        items.put("first");
        items.put("second");
        holder = mp.process("holder", () -> {
                    items.take();
                    lock.lock();
                    new CountDownLatch(1).await();
                })
                .start();
        awaitSeen(line -> line.matches("lockA .*holder.*"));
        waiter = mp.process("waiter", lock::lock).start();
        awaitSeen(line -> line.matches("waiter .*for lockA +holder.*"));
    }

    @AfterEach
    void close() {
        mp.activeChildren().forEach(ChildProcess::kill);
        mp.close();
        // JUnit keeps the test instance, which would keep the session's memory mapped.
        mp = null;
    }

    private void awaitSeen(Predicate<String> line) {
        await().atMost(LIMIT)
                .until(() -> SampleText.lines(sample(), Order.START).stream().anyMatch(line));
    }

    private Sample sample() {
        Path session = Multiprocessing.sessions(Options.defaults().withBaseDirectory(base))
                .get(0);
        return new Sampler().next(Multiprocessing.inspect(session));
    }

    private String command() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path jar = Path.of("target", "multiproc.jar").toAbsolutePath();
        return java + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.io.tmpdir=" + other + " -cp " + jar
                + " dev.multiproc.launcher.Main top --interval 200ms --base " + base;
    }

    @Test
    void keysActOnTheSelectedProcess() throws Exception {
        try (TmuxTerminal terminal = TmuxTerminal.open(other, 150, 40, "PS1='$ ' exec bash --norc --noprofile -i")) {
            terminal.await(line -> line.startsWith("$"));
            terminal.press("echo before; " + command() + "; echo after $?", "Enter");
            List<String> screen = terminal.await(line -> line.startsWith("items "));
            assertThat(screen.get(0)).startsWith("private session " + base);
            assertThat(screen)
                    .anyMatch(line -> line.matches("holder +\\d+ +working .* 1 +\\d+s.*"))
                    .anyMatch(line -> line.matches("waiter +\\d+ +waiting .*"))
                    .anyMatch(line -> line.matches("items +1 +1 +\\d+s .* 0 +0"))
                    .anyMatch(line -> line.matches("lockA +SharedLock .* 1 +\\d+s +holder \\(\\d+\\)"))
                    .last()
                    .asString()
                    .startsWith("q quit");

            terminal.resize(60, 12);
            terminal.awaitScreen(lines -> lines.size() == 12 && lines.get(11).startsWith("q quit"));
            terminal.resize(150, 40);
            terminal.awaitScreen(lines -> lines.size() == 40);

            terminal.press("h");
            terminal.await(line -> line.startsWith("k  "));
            terminal.press("x", "s");
            terminal.await(line -> line.equals("sorted by cpu"));
            terminal.press("s", "s", "s", "s");
            terminal.await(line -> line.equals("sorted by name"));

            // By name: MainProcess, holder, waiter.
            terminal.press("Down", "Down", "p");
            terminal.await(line -> line.matches("waiter +\\d+ +stopped .*"));
            terminal.press("c");
            terminal.await(line -> line.matches("waiter +\\d+ +waiting .*"));
            terminal.press("d");
            String where = terminal.await(line -> line.startsWith("the threads of waiter"))
                    .get(39);
            assertThat(Files.readString(Path.of(where.replaceAll(".* ", "")))).contains("Full thread dump");
            terminal.press("k");
            terminal.await(line -> line.startsWith("kill waiter (pid "));
            terminal.press("n", "k", "y");
            waiter.join();
            assertThat(waiter.exitCode()).hasValue(-9);
            terminal.press("Up", "e", "y");
            holder.join();
            assertThat(holder.exitCode()).hasValue(-15);

            terminal.press("q");
            List<String> last = terminal.await(line -> line.equals("after 0"));
            assertThat(last).contains("before").noneMatch(line -> line.startsWith("q quit"));
            assertThatItEchoes(terminal);
        }
    }

    /** The terminal is as it was before, however the command ends. */
    @Test
    void theTerminalIsRestoredAfterCtrlCAndSigTerm() throws Exception {
        try (TmuxTerminal terminal = TmuxTerminal.open(other, 100, 24, "PS1='$ ' exec bash --norc --noprofile -i")) {
            terminal.await(line -> line.startsWith("$"));
            terminal.press(command() + "; echo after $?", "Enter");
            terminal.await(line -> line.startsWith("q quit"));
            terminal.press("C-c");
            terminal.await(line -> line.equals("after 130"));
            assertThatItEchoes(terminal);

            terminal.press("clear; " + command() + " & echo $! > " + other + "/pid; fg; echo after $?", "Enter");
            terminal.await(line -> line.startsWith("q quit"));
            long pid = Long.parseLong(Files.readString(other.resolve("pid")).strip());
            assertThat(ProcessHandle.of(pid).orElseThrow().destroy()).isTrue();
            terminal.await(line -> line.equals("after 143"));
            assertThatItEchoes(terminal);
        }
    }

    private static void assertThatItEchoes(TmuxTerminal terminal) throws IOException, InterruptedException {
        terminal.press("stty -a | grep -c ' icanon.* isig\\| isig.* icanon'; echo it echoes", "Enter");
        terminal.await(line -> line.equals("it echoes"));
        assertThat(terminal.screen()).anyMatch(line -> line.endsWith("echo it echoes"));
    }

    @Test
    void onceAsJsonAndAsText() throws IOException, InterruptedException {
        MultiprocCommand json = MultiprocCommand.run(LIMIT, "top", "--once", "--json", "--base", base.toString());
        assertThat(json.exitCode()).as(json.toString()).isZero();
        assertThat(String.join("\n", json.stdout()))
                .startsWith("{\n  \"schema\": 1,")
                .contains(
                        "\"depth\": 1,\n      \"inFlight\": 1,\n      \"oldestSeconds\": ",
                        "\"putPerSecond\": 0.0",
                        "\"itemsHeld\": 1,\n      \"itemSeconds\": ",
                        "\"blockers\": [\n        \"holder (" + holder.pid().orElseThrow() + ")\"");
        MultiprocCommand text = MultiprocCommand.run(LIMIT, "top", "--once", "--base", base.toString());
        assertThat(text.stdout()).anyMatch(line -> line.matches("waiter +\\d+ +\\d+s +for lockA +holder \\(\\d+\\)"));
    }

    @Test
    void withoutATerminalItSaysWhatToDo() throws IOException, InterruptedException {
        MultiprocCommand top = MultiprocCommand.run(LIMIT, "top", "--base", base.toString());
        assertThat(top.exitCode()).isEqualTo(1);
        assertThat(top.stderr())
                .containsExactly("multiproc: standard output is no terminal: use --once, perhaps with --json");
    }
}
