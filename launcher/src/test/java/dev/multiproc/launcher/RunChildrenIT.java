package dev.multiproc.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options of {@code multiproc run} for the child JVMs. */
class RunChildrenIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void childrenGetTheGivenHeapSizeAndFlags(@TempDir Path logs) throws IOException, InterruptedException {
        // A log file for each JVM, because the lines of two JVMs on the same standard output can get mixed.
        MultiprocCommand run = run(
                "-n 1 --heap 64m --jvm-arg=-Xss600k --jvm-arg -Xlog:gc+init,os+thread:file=" + logs.resolve("%p.log"));

        assertThat(run.exitCode()).as(run.toString()).isZero();
        try (Stream<Path> files = Files.list(logs)) {
            assertThat(files).hasSize(2).allSatisfy(file -> assertThat(file)
                    .content()
                    .contains("Heap Max Capacity: 64M")
                    .contains("stacksize: 600k"));
        }
    }

    @Test
    void anUnknownJvmFlagEndsTheRunWithAMessage() throws IOException, InterruptedException {
        MultiprocCommand run = run("--jvm-arg=-Xnonsense");

        assertThat(run.exitCode()).as(run.toString()).isEqualTo(3);
        assertThat(run.stderr())
                .contains("Unrecognized option: -Xnonsense")
                .anyMatch(line -> line.matches("multiproc: (egon1|alex1) \\(pid \\d+\\) ended with exit code 1"));
    }

    private static MultiprocCommand run(String options) throws IOException, InterruptedException {
        return MultiprocCommand.run(LIMIT, ("run -p 1 -c 1 --produce-time 0 --consume-time 0 " + options).split(" "));
    }
}
