package dev.multiproc.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code multiproc run}'s options for the children's JVMs. */
class RunChildrenIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void childrenHaveTheHeapAndTheFlagsThatTheyAreGiven() throws IOException, InterruptedException {
        MultiprocCommand run = run("-n 1 --heap 33m --jvm-arg -XX:+PrintCommandLineFlags --jvm-arg=-Xss600k");

        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.stdout().stream()
                        .filter(line -> line.contains("-XX:MaxHeapSize=34603008 ")
                                && line.contains("-XX:ThreadStackSize=600 ")))
                .hasSize(2);
    }

    @Test
    void aFlagThatNoJvmKnowsEndsAllAndIsNamed() throws IOException, InterruptedException {
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
