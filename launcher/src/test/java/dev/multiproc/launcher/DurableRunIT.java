package dev.multiproc.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code multiproc run --dir}: a queue that outlives the run. */
class DurableRunIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String NO_DELAYS = " --produce-time 0 --consume-time 0";

    @TempDir
    private Path directory;

    @Test
    void itemsThatARunLeftAreConsumedByTheNextRun() throws IOException, InterruptedException {
        MultiprocCommand first = run("-p 2 -c 1 -n 2 --produce-time 0 --consume-time 1h --timeout 6s");
        MultiprocCommand second = run("-p 1 -c 1 -n 1" + NO_DELAYS);

        assertThat(first.exitCode()).as(first.toString()).isEqualTo(124);
        assertThat(first.stderr()).contains("multiproc: 4 items left in the queue");
        assertThat(second.exitCode()).as(second.toString()).isZero();
        assertThat(second.stdout())
                .contains("alex1 吃 包子0", "alex1 吃 包子1", "alex1 吃 骨头0", "alex1 吃 骨头1")
                .hasSize(7);
        assertThat(second.stderr())
                .contains("earlier    4 of earlier runs done")
                .anyMatch(line -> line.startsWith("queue      1 put, 1 taken, 1 done"));
    }

    @Test
    void nothingIsLostWhenAllProcessesAreKilled() throws IOException, InterruptedException {
        MultiprocCommand killed = runAndKill("-p 1 -c 1 -n 100000 --produce-time 1ms --consume-time 2ms");
        MultiprocCommand next = run("-p 1 -c 2 -n 0" + NO_DELAYS);

        assertThat(killed.leftBehind()).isEmpty();
        assertThat(directory).isDirectoryNotContaining("glob:**/multiproc-run-*");
        assertThat(next.exitCode()).as(next.toString()).isZero();
        List<String> printed = killed.stdout().stream()
                .filter(line -> line.startsWith("egon1 "))
                .map(DurableRunIT::item)
                .toList();
        // A producer prints an item before it puts it, so the last printed item may not have been put.
        for (String item : printed.subList(0, printed.size() - 1)) {
            assertThat(killed.stdout().contains("alex1 吃 " + item)
                            || next.stdout().contains("alex1 吃 " + item)
                            || next.stdout().contains("alex2 吃 " + item))
                    .as(item + "\n" + killed + "\n" + next)
                    .isTrue();
        }
    }

    @Test
    void endSignalsOfAnAbortedRunDoNotEndConsumersOfALaterRun() throws IOException, InterruptedException {
        String options = " --queue plain --stop sentinel";
        MultiprocCommand first = run("-p 1 -c 2 -n 2 --produce-time 0 --consume-time 1h --timeout 6s" + options);
        MultiprocCommand second = run("-p 1 -c 1 -n 3" + NO_DELAYS + options);

        assertThat(first.exitCode()).as(first.toString()).isEqualTo(124);
        assertThat(second.exitCode()).as(second.toString()).isZero();
        assertThat(second.stdout()).contains("alex1 吃 包子0", "alex1 吃 包子1", "alex1 吃 包子2", "主");
    }

    @Test
    void aQueueOfAnotherKindIsRefused() throws IOException, InterruptedException {
        run("-p 1 -c 1 -n 0" + NO_DELAYS);
        MultiprocCommand plain = run("-p 1 -c 1 -n 0 --queue plain" + NO_DELAYS);

        assertThat(plain.exitCode()).isEqualTo(1);
        assertThat(plain.stderr())
                .contains("multiproc: the queue in --dir " + session()
                        + " is not plain: give the --queue that it was made with, or another --dir");
    }

    @Test
    void aSecondRunAtTheSameTimeIsRefused() throws IOException, InterruptedException {
        MultiprocCommand[] second = new MultiprocCommand[1];
        MultiprocCommand first = run(
                (process, stdout) -> {
                    await().atMost(LIMIT).until(() -> !stdout.isEmpty());
                    second[0] = quietly(() -> run("-p 1 -c 1 -n 0" + NO_DELAYS));
                    process.toHandle().destroy();
                },
                "-p 1 -c 1 -n 100 --produce-time 500ms --consume-time 0");

        assertThat(second[0].exitCode()).as(second[0].toString()).isEqualTo(1);
        assertThat(second[0].stderr())
                .contains("multiproc: another run uses " + session()
                        + " at this moment: wait for its end, or choose another --dir");
        assertThat(first.exitCode()).as(first.toString()).isEqualTo(143);
    }

    private interface Running {
        MultiprocCommand run() throws IOException, InterruptedException;
    }

    private static MultiprocCommand quietly(Running running) {
        try {
            return running.run();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private MultiprocCommand run(String options) throws IOException, InterruptedException {
        return run((process, stdout) -> {}, options);
    }

    private MultiprocCommand run(BiConsumer<Process, List<String>> meanwhile, String options)
            throws IOException, InterruptedException {
        String[] words = ("run " + options + " --dir " + session()).split(" ");
        return MultiprocCommand.run(LIMIT, environment(), meanwhile, words);
    }

    /** Sets a temporary directory of the test, to check that a run deletes what a killed run left there. */
    private Map<String, String> environment() {
        return Map.of("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + directory);
    }

    /**
     * Kills the command after it has printed some lines. Its output goes through a {@code cat} process, so that what its
     * children print afterwards is read as well: the JDK closes the pipe of a process when that process ends.
     */
    private MultiprocCommand runAndKill(String options) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String jar = Path.of("target", "multiproc.jar").toAbsolutePath().toString();
        String command = java + " -jar " + jar + " run " + options + " --dir " + session();
        return MultiprocCommand.execute(
                LIMIT,
                environment(),
                (shell, stdout) -> {
                    await().atMost(LIMIT).until(() -> stdout.size() >= 40);
                    List<ProcessHandle> commands = shell.descendants()
                            .filter(child ->
                                    child.info().commandLine().orElse("").contains(jar + " run"))
                            .toList();
                    assertThat(commands).hasSize(1);
                    commands.get(0).destroyForcibly();
                },
                List.of("bash", "-c", command + " 2>&1 | cat"));
    }

    private Path session() {
        return directory.resolve("session");
    }

    private static String item(String line) {
        return line.substring(line.lastIndexOf(' ') + 1);
    }
}
