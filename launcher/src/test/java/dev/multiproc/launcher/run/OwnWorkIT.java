package dev.multiproc.launcher.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.launcher.MultiprocCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Producers and consumers of the user's own: classes, commands, lines. */
class OwnWorkIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String CLASSES = Path.of("target", "test-classes").toString();

    @TempDir
    private Path directory;

    private static List<String> lines(String before, int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(i -> before + i).toList();
    }

    @Test
    void classesThatFailAndDieLoseNothing() throws Exception {
        Path json = directory.resolve("figures");
        MultiprocCommand run = MultiprocCommand.run(
                LIMIT,
                "run",
                "--producer",
                Orders.class.getName(),
                "--consumer",
                Packing.class.getName(),
                "--classpath=" + CLASSES,
                "--restart=on-failure",
                "--retries=3",
                "--json=" + json);

        assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
        assertThat(run.stdout())
                .containsAll(lines("packed ", 0, 6))
                .containsAll(lines("packed ", 8, 19))
                .contains("consumer-1 of 2 begins", "consumer-2 has closed")
                .doesNotContain("packed 7");
        assertThat(run.stderr())
                .anyMatch(line ->
                        line.contains(": item 8 failed, delivery 3: java.lang.IllegalStateException: no box for"))
                .contains("multiproc: 1 item dead-lettered: handed out too often and never finished");
        assertThat(Files.readString(json))
                .contains("\"put\": 20", "\"done\": 19", "\"lost\": 0", "\"failed\": 3", "\"restarts\": 1");
        assertThat(run.leftBehind()).isEmpty();
    }

    @Test
    void linesOfStandardInputGoThroughCommandsUnchanged() throws Exception {
        MultiprocCommand run = MultiprocCommand.runInShell(
                LIMIT,
                "seq 20000 | \"$@\" | sort -n | md5sum; seq 20000 | md5sum; printf 'a\\0b\\n\\377\\0' | \"$@\" -0 | od -An -c; echo"
                        + " ${PIPESTATUS[1]}",
                "run",
                "--quiet",
                "-c",
                "2",
                "--consumer-cmd",
                "cat");

        assertThat(run.stderr()).isEmpty();
        assertThat(run.stdout()).hasSize(4);
        assertThat(run.stdout().get(0)).isEqualTo(run.stdout().get(1));
        assertThat(run.stdout().get(2).replaceAll(" +", " ")).isEqualTo(" a \\0 b \\n 377 \\0");
        assertThat(run.stdout().get(3)).isEqualTo("0");
    }

    @Test
    void aCommandThatFailsGivesItsItemBack() throws Exception {
        Path log = directory.resolve("log");
        MultiprocCommand run = MultiprocCommand.runInShell(
                LIMIT,
                "seq 6 | \"$@\"",
                "run",
                "--retries=2",
                "--joblog=" + log,
                "--results=" + directory.resolve("results"),
                "--consumer-cmd",
                "echo {#}: {}; test {} -ne 4");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.stdout()).containsExactlyInAnyOrder("1: 1", "2: 2", "3: 3", "4: 4", "4: 4", "5: 5", "6: 6");
        assertThat(run.stderr()).anyMatch(line -> line.endsWith("item 4 failed, delivery 2: exit code 1"));
        assertThat(Files.readAllLines(log)).hasSize(8);
        assertThat(directory.resolve("results/1/4/stdout")).hasContent("4: 4");
    }

    @Test
    void itStopsEarlyWhenAnItemFails() throws Exception {
        MultiprocCommand run = MultiprocCommand.runInShell(
                LIMIT,
                "\"$@\" < <(seq 10; exec sleep 60)",
                "run",
                "-c1",
                "--retries=1",
                "--halt=now,fail=1",
                "--consumer-cmd=test {} -ne 4");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.stderr()).contains("multiproc: stopped early, as --halt now,fail=1 says");
    }

    @Test
    void aCommandsExitCodeAndASignalAreTold() throws Exception {
        MultiprocCommand failed = MultiprocCommand.run(LIMIT, "run", "--producer-cmd=seq 3; exit 5");
        assertThat(failed.exitCode()).isEqualTo(3);
        assertThat(failed.stdout()).containsExactlyInAnyOrder("1", "2", "3");
        assertThat(failed.stderr()).last().asString().matches("multiproc: producer-1 .* ended with exit code 5");

        MultiprocCommand killed =
                MultiprocCommand.runInShell(LIMIT, "echo 1 | \"$@\"", "run", "-c1", "--consumer-cmd=kill -9 $PPID");
        assertThat(killed.exitCode()).isEqualTo(4);
        assertThat(killed.stderr()).anyMatch(line -> line.contains("was ended by signal 9 (137): possibly killed for"));
    }

    @Test
    void aCommandIsEndedByTheSignalsThatWereAskedFor() throws Exception {
        Path ended = directory.resolve("ended");
        MultiprocCommand run = MultiprocCommand.runInShell(
                LIMIT,
                "echo 1 | \"$@\"",
                "run",
                "-c1",
                "--timeout=4s",
                "--term-seq=USR1,3000,KILL,50",
                "--consumer-cmd=trap 'touch " + ended + "; exit 1' USR1; sleep 60 & wait; echo {}");

        assertThat(run.exitCode()).as(run.toString()).isEqualTo(124);
        assertThat(ended).exists();
        assertThat(run.leftBehind()).isEmpty();
    }

    @Test
    void aReaderThatHasEnoughEndsThePipeline() throws Exception {
        MultiprocCommand run = MultiprocCommand.runInShell(
                LIMIT, "\"$@\" | head -n 1 >/dev/null; echo ${PIPESTATUS[0]}", "run", "--producer-cmd=yes");

        assertThat(run.stdout()).containsExactly("141");
        assertThat(run.leftBehind()).isEmpty();
    }

    @Test
    void whatWouldBeStartedIsShown() throws IOException, InterruptedException {
        MultiprocCommand run = MultiprocCommand.run(
                LIMIT, "run", "--dry-run", "-c1", "--producer-cmd=yes", "--heap=64m", "--debug=producer-1:5099");

        assertThat(run.exitCode()).isZero();
        assertThat(run.stdout()).hasSize(3);
        assertThat(run.stdout().get(0)).startsWith("producer-1: yes: /").contains("-Xmx67108864", "localhost:5099");
        assertThat(run.stdout().get(2)).startsWith("2 child JVMs with heaps of 64 MiB, 128 MiB in all, of ");
    }

    @Test
    void theConsumerOfTheDocumentRuns() throws Exception {
        String text = Files.readString(Path.of("..", "docs", "run.md"));
        int begin = text.indexOf("```java\n") + "```java\n".length();
        Path source = directory.resolve("Packing.java");
        Files.writeString(source, text.substring(begin, text.indexOf("```", begin)));
        String classPath = System.getProperty("java.class.path");
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", classPath, "-d", directory.toString(), source.toString());
        assertThat(compiled).isZero();

        MultiprocCommand run = MultiprocCommand.runInShell(
                LIMIT, "seq 2 | \"$@\"", "run", "-c1", "--quiet", "--consumer=Packing", "--classpath=" + directory);
        assertThat(run.stdout()).containsExactly("consumer-1 packs 1", "consumer-1 packs 2");
    }
}
