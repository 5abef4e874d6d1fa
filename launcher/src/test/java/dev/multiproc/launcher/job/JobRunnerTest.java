package dev.multiproc.launcher.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs real commands. */
@Timeout(60)
class JobRunnerTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    /** Collects both streams of jobs. */
    private static final class Collected implements JobOutput {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream err = new ByteArrayOutputStream();

        @Override
        public void out(byte[] bytes, int offset, int length) {
            out.write(bytes, offset, length);
        }

        @Override
        public void err(byte[] bytes, int offset, int length) {
            err.write(bytes, offset, length);
        }
    }

    private static CommandTemplate line(String line) {
        return CommandTemplate.ofShellLine(line.getBytes(UTF_8));
    }

    private static JobSettings withLimit(CommandTemplate command, String limit, String sequence) throws Exception {
        return new JobSettings(
                command,
                1,
                Optional.of(new TimeLimit.Converter().convert(limit)),
                new TermSequence.Converter().convert(sequence),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Job job(String item) {
        return new Job(item.getBytes(UTF_8), 1, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "exit {}, 0, 0, 0",
        "exit {}, 3, 3, 0",
        "exit {}, 255, 255, 0",
        "kill -9 $$ {}, x, 137, 9",
        "kill -TERM $$ {}, x, 143, 15",
        "no-such-program {}, x, 127, 0",
        "if; {}, x, 2, 0"
    })
    void exitCodesAndSignalsAreThoseOfTheCommand(String command, String item, int exitCode, int signal)
            throws Exception {
        try (JobRunner runner = new JobRunner(JobSettings.of(line(command), 1))) {
            JobResult result = runner.run(job(item), new Collected());

            assertThat(result.exitCode()).isEqualTo(exitCode);
            assertThat(result.signal()).isEqualTo(signal);
            assertThat(result.isSuccess()).isEqualTo(exitCode == 0);
        }
    }

    @Test
    void outputsAreKeptApartAndWhole() throws Exception {
        CommandTemplate command =
                line("printf 'out %s' {}; head -c 300000 /dev/zero | tr '\\0' e >&2; printf '\\001x\\nlast'");
        try (JobRunner runner = new JobRunner(JobSettings.of(command, 1))) {
            for (String item : List.of("1", "it's 2")) {
                Collected output = new Collected();
                JobResult result = runner.run(job(item), output);

                assertThat(output.out.toString(UTF_8)).isEqualTo("out " + item + "\u0001x\nlast");
                assertThat(output.err.size()).isEqualTo(300_000);
                assertThat(result.outputBytes()).isEqualTo(output.out.size());
            }
        }
    }

    @Test
    void everyByteOfAnItemReachesTheCommand() throws Exception {
        byte[] item = new byte[255];
        for (int i = 0; i < item.length; i++) {
            item[i] = (byte) (i + 1);
        }
        CommandTemplate words =
                CommandTemplate.ofWords(List.of("printf".getBytes(UTF_8), "%s".getBytes(UTF_8), "{}".getBytes(UTF_8)));
        for (CommandTemplate command : List.of(words, line("printf %s {}"))) {
            try (JobRunner runner = new JobRunner(JobSettings.of(command, 1))) {
                Collected output = new Collected();
                runner.run(new Job(item, 1, 1), output);

                assertThat(output.out.toByteArray()).isEqualTo(item);
            }
        }
    }

    @Test
    void jobThatTakesTooLongIsEndedWithAllItsProcesses() throws Exception {
        Path pids = directory.resolve("pids");
        // One ignores all signals that can be ignored, one has left the group, one is no child of the command any more.
        CommandTemplate command = line("trap '' TERM; setsid sleep 1000 & echo $! > " + pids
                + "; (sleep 1000 & echo $! >> " + pids + "); echo $$ >> " + pids + "; sleep 1000; sleep {}");
        try (JobRunner runner = new JobRunner(withLimit(command, "1s", "TERM,50,KILL,25"))) {
            JobResult result = runner.run(job("1000"), new Collected());

            assertThat(result.end()).isEqualTo(JobEnd.TIMED_OUT);
            assertThat(result.isSuccess()).isFalse();
            List<Long> processes =
                    Files.readAllLines(pids).stream().map(Long::parseLong).toList();
            assertThat(processes).hasSize(3);
            await().atMost(LIMIT).untilAsserted(() -> assertThat(processes)
                    .noneMatch(pid ->
                            ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()));
            // The slot is as good as new.
            assertThat(runner.run(job("1"), new Collected()).end()).isEqualTo(JobEnd.TIMED_OUT);
        }
    }

    @Test
    void limitCanBeAPartOfTheMedianTime() throws Exception {
        try (JobRunner runner = new JobRunner(withLimit(line("sleep {}"), "200%", TermSequence.DEFAULT))) {
            for (int i = 0; i < 3; i++) {
                assertThat(runner.run(job("0.2"), new Collected()).isSuccess()).isTrue();
            }
            assertThat(runner.run(job("1000"), new Collected()).end()).isEqualTo(JobEnd.TIMED_OUT);
        }
    }

    @Test
    void jobsCanBeSignalledAndKeepTheirExitCode() throws Exception {
        try (JobRunner runner =
                new JobRunner(JobSettings.of(line("trap 'exit 5' USR1; touch {}; while :; do sleep 0.02; done"), 1))) {
            Path begun = directory.resolve("begun");
            CompletableFuture<JobResult> result = CompletableFuture.supplyAsync(() -> {
                try {
                    return runner.run(job(begun.toString()), new Collected());
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            await().atMost(LIMIT).until(() -> Files.exists(begun));
            runner.signalAll("USR1");

            assertThat(result.join().exitCode()).isEqualTo(5);
            assertThat(result.join().end()).isEqualTo(JobEnd.STOPPED);
        }
    }

    @Test
    void logAndResultsAreThoseOfGnuParallel() throws Exception {
        Path log = directory.resolve("log");
        JobSettings settings = new JobSettings(
                line("echo {}; echo err >&2; exit 3"),
                1,
                Optional.empty(),
                new TermSequence.Converter().convert(TermSequence.DEFAULT),
                Optional.of(log),
                Optional.of(directory.resolve("results")),
                Optional.empty());
        for (int run = 0; run < 2; run++) {
            try (JobRunner runner = new JobRunner(settings)) {
                runner.run(new Job("a/b\nc".getBytes(UTF_8), 7, 1), new Collected());
            }
        }

        List<String> lines = new ArrayList<>(Files.readAllLines(log));
        assertThat(lines.remove(0))
                .isEqualTo("Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand");
        assertThat(lines).hasSize(2).allSatisfy(line -> assertThat(line)
                .matches("7\t:\t\\d+\\.\\d{3}\t +\\d+\\.\\d{3}\t0\t6\t3\t0\techo 'a/b\0c'; echo err >&2; exit 3"));
        Path own = directory.resolve("results/1/a\\_b\\nc");
        assertThat(own.resolve("stdout")).hasContent("a/b\nc");
        assertThat(own.resolve("stderr")).hasContent("err");
        assertThat(own.resolve("seq")).hasContent("7");
    }
}
