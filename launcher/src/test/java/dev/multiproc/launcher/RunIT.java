package dev.multiproc.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code multiproc run}, run as a command. */
class RunIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String[] KINDS = {"包子", "骨头", "泔水"};

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "joinable, daemon, 0",
        "joinable, sentinel, 0",
        "joinable, shutdown, 1",
        "plain, sentinel, 1",
        "plain, shutdown, 0"
    })
    void eachItemIsProducedAndConsumedOnceAndTheParentPrintsTheLastLine(String queue, String stop, String capacity)
            throws IOException, InterruptedException {
        Path json = directory.resolve("figures.json");
        MultiprocCommand run =
                runWithoutDelays("--queue", queue, "--stop", stop, "--capacity", capacity, "--json", json.toString());

        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.leftBehind()).isEmpty();
        assertThatEachItemIsProducedAndConsumed(run.stdout());
        assertThat(run.stdout()).last().isEqualTo("主");
        String figures = Files.readString(json);
        assertThat(figures).contains("\"schema\": 1");
        assertThat(numbers(
                        figures, "put", "taken", "done", "redelivered", "deadLettered", "left", "lost", "duplicated"))
                .containsExactly(9L, 9L, 9L, 0L, 0L, 0L, 0L, 0L);
        assertThat(numbers(figures, "items").subList(0, 3)).containsExactly(3L, 3L, 3L);
        assertThat(numbers(figures, "maxDepth").get(0)).isBetween(0L, 9L);
        assertThat(numbers(figures, "restarts")).containsOnly(0L);
        assertThat(names(figures)).containsExactly("egon1", "egon2", "egon3", "alex1", "alex2");
    }

    @Test
    void withoutOptionsASummaryIsPrintedToStandardError() throws IOException, InterruptedException {
        MultiprocCommand run = runWithoutDelays();

        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.stderr())
                .anyMatch(line -> line.matches("egon1 +\\d+ +3 .* 0"))
                .anyMatch(line -> line.matches("alex2 .*ended by the parent.*"))
                .anyMatch(line -> line.startsWith("queue      9 put, 9 taken, 9 done"))
                .anyMatch(line -> line.startsWith("latency "));
    }

    @Test
    void theFourthProducerMakesTheSameKindOfItemsAsTheFirst() throws IOException, InterruptedException {
        MultiprocCommand run = runWithoutDelays("-p", "4", "-c", "1", "-n", "1");

        assertThat(run.stdout()).contains("egon4 生产了 包子0");
        assertThat(run.stdout().stream().filter("alex1 吃 包子0"::equals)).hasSize(2);
    }

    @Test
    void manyItemsAreCountedExactly() throws IOException, InterruptedException {
        MultiprocCommand run = runWithoutDelays("-p", "2", "-c", "2", "-n", "20000", "--quiet", "--json", "-");

        assertThat(run.exitCode()).as(run.toString()).isZero();
        String figures = String.join("\n", run.stdout());
        assertThat(numbers(figures, "put", "done", "lost", "duplicated")).containsExactly(40000L, 40000L, 0L, 0L);
        assertThat(numbers(figures, "p50").get(0)).isPositive();
    }

    @Test
    void withADurationProducersMakeAsManyItemsAsTheirRateAllows() throws IOException, InterruptedException {
        MultiprocCommand run = MultiprocCommand.run(
                LIMIT, "run -p 2 -c 1 -z 1s --rate 50/s --payload 3k --consume-time 0 --quiet --json -".split(" "));

        assertThat(run.exitCode()).as(run.toString()).isZero();
        String figures = String.join("\n", run.stdout());
        long put = numbers(figures, "put").get(0);
        // For each producer: 50 items in one second and the first item, which is not counted; fewer on a busy machine.
        assertThat(put).isBetween(4L, 104L);
        assertThat(numbers(figures, "done", "lost", "duplicated")).containsExactly(put, 0L, 0L);
    }

    @Test
    void anItemThatWouldNotBeFinishedInTimeIsNotStarted() throws IOException, InterruptedException {
        MultiprocCommand run = runWithoutDelays("-z", "1s", "--produce-time", "1h");

        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.stdout()).containsExactly("主");
    }

    @Test
    void jsonIsAloneOnStandardOutput() throws IOException, InterruptedException {
        MultiprocCommand run = runWithoutDelays("--json", "-");

        assertThat(run.stdout()).first().isEqualTo("{");
        assertThat(run.stdout()).last().isEqualTo("}");
        assertThat(run.stderr()).contains("egon1 生产了 包子0").last().isEqualTo("主");
    }

    @Test
    void quietPrintsOnlyTheParentsLine() throws IOException, InterruptedException {
        MultiprocCommand run = runWithoutDelays("--quiet");

        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.stdout()).containsExactly("主");
        assertThat(run.stderrWithoutNotices()).isEmpty();
    }

    @Test
    void withLangEnAllLinesAreEnglish() throws IOException, InterruptedException {
        MultiprocCommand run = runWithoutDelays("--lang", "en");

        assertThat(run.stdout())
                .contains("egon1 made bun0", "egon2 made bone1", "egon3 made swill2")
                .allMatch(line -> line.matches("(egon[123] made|alex[12] eats) (bun|bone|swill)[012]|main"));
    }

    @Test
    void linesHaveColoursAndTagsIfRequested() throws IOException, InterruptedException {
        MultiprocCommand run = runWithoutDelays("-c", "1", "--color", "always");
        MultiprocCommand tagged = runWithoutDelays("-c", "1", "--tag");

        assertThat(run.stdout()).contains("\033[44megon1 生产了 包子0\033[0m", "\033[45malex1 吃 包子0\033[0m", "主");
        assertThat(tagged.stdout()).contains("egon1 | egon1 生产了 包子0", "alex1 | alex1 吃 包子0", "主");
    }

    @Test
    void textIsUtf8WhateverTheLocale() throws IOException, InterruptedException {
        MultiprocCommand run = MultiprocCommand.run(
                LIMIT,
                Map.of("LC_ALL", "C", "LANG", "C"),
                (process, stdout) -> {},
                "run",
                "--produce-time",
                "0",
                "--consume-time",
                "0");

        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThatEachItemIsProducedAndConsumed(run.stdout());
        assertThat(run.stdout()).last().isEqualTo("主");
    }

    @Test
    void aRandomSeedIsPrintedSoThatTheRunCanBeRepeated() throws IOException, InterruptedException {
        MultiprocCommand run =
                MultiprocCommand.run(LIMIT, "run", "-n", "1", "--produce-time", "0s..1ms", "--consume-time", "0");

        assertThat(run.stderr()).first().asString().matches("seed (\\d+) \\(--seed \\1 gives the same times again\\)");
    }

    @Test
    void aTimeoutNamesAndEndsWhatIsStillRunning() throws IOException, InterruptedException {
        MultiprocCommand run =
                MultiprocCommand.run(LIMIT, "run", "-p", "1", "-c", "1", "--produce-time", "1h", "--timeout", "2s");

        assertThat(run.exitCode()).as(run.toString()).isEqualTo(124);
        assertThat(run.stderr())
                .anyMatch(line -> line.matches("multiproc: timed out after 2\\.0 s; still running, and ended now: "
                        + "alex1 \\(pid \\d+\\), egon1 \\(pid \\d+\\)"));
        assertThat(run.leftBehind()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void anInterruptStopsProducersAndLetsTheQueueDrain(String signal, int exitCode)
            throws IOException, InterruptedException {
        MultiprocCommand run = whileChildrenRun(
                process -> send(signal, process.toHandle()), "-p", "1", "-c", "1", "--produce-time", "1h");

        assertThat(run.exitCode()).as(run.toString()).isEqualTo(exitCode);
        assertThat(run.stderr()).anyMatch(line -> line.startsWith("multiproc: interrupted by signal"));
        assertThat(run.leftBehind()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"daemon", "sentinel", "shutdown"})
    void aKilledChildIsReportedAndTheRunEnds(String stop) throws IOException, InterruptedException {
        MultiprocCommand run = whileChildrenRun(
                process -> send("KILL", MultiprocCommand.workers(process).get(0)),
                "-p",
                "1",
                "-c",
                "1",
                "--produce-time",
                "1s",
                "--stop",
                stop);

        assertThat(run.exitCode()).as(run.toString()).isEqualTo(4);
        assertThat(run.stderr())
                .anyMatch(
                        line -> line.matches("multiproc: (egon1|alex1) \\(pid \\d+\\) was ended by signal 9 \\(137\\): "
                                + "possibly killed for lack of memory"));
        assertThat(run.leftBehind()).isEmpty();
    }

    private static MultiprocCommand runWithoutDelays(String... options) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("run"));
        for (String option : List.of("--produce-time", "--consume-time")) {
            if (!List.of(options).contains(option)) {
                words.addAll(List.of(option, "0"));
            }
        }
        words.addAll(List.of(options));
        return MultiprocCommand.run(LIMIT, words.toArray(String[]::new));
    }

    private static MultiprocCommand whileChildrenRun(Consumer<Process> action, String... options)
            throws IOException, InterruptedException {
        BiConsumer<Process, List<String>> meanwhile = (process, stdout) -> {
            await().atMost(LIMIT).until(() -> MultiprocCommand.workers(process).size() >= 2);
            action.accept(process);
        };
        String[] words = Stream.concat(Stream.of("run"), Stream.of(options)).toArray(String[]::new);
        return MultiprocCommand.run(LIMIT, Map.of(), meanwhile, words);
    }

    private static void send(String signal, ProcessHandle process) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
            assertThat(kill.waitFor()).isZero();
        } catch (IOException | InterruptedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Asserts that three producers and two consumers print each item once, its producer before its consumer. */
    private static void assertThatEachItemIsProducedAndConsumed(List<String> lines) {
        assertThat(lines).hasSize(19);
        for (int producer = 0; producer < KINDS.length; producer++) {
            int previous = -1;
            for (int number = 0; number < 3; number++) {
                String item = KINDS[producer] + number;
                int produced = lines.indexOf("egon" + (producer + 1) + " 生产了 " + item);
                List<String> consumed = lines.stream()
                        .filter(line -> line.matches("alex[12] 吃 " + item))
                        .toList();
                assertThat(produced).as(item).isGreaterThan(previous);
                assertThat(consumed).as(item).hasSize(1);
                assertThat(lines.indexOf(consumed.get(0))).as(item).isGreaterThan(produced);
                previous = produced;
            }
        }
    }

    private static List<Long> numbers(String json, String... fields) {
        List<Long> numbers = new ArrayList<>();
        for (String field : fields) {
            Matcher matcher = Pattern.compile("\"" + field + "\": (-?\\d+)").matcher(json);
            while (matcher.find()) {
                numbers.add(Long.valueOf(matcher.group(1)));
            }
        }
        return numbers;
    }

    private static List<String> names(String json) {
        return Pattern.compile("\"name\": \"(.*?)\"")
                .matcher(json)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
