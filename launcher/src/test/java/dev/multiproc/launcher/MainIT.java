package dev.multiproc.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line itself: help, version, wrong arguments. More of these are in {@link ArgumentsTest}. */
class MainIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void helpShowsTheCommandsAndAnExample() throws IOException, InterruptedException {
        MultiprocCommand help = MultiprocCommand.run(LIMIT, "--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.stderr()).isEmpty();
        assertThat(help.stdout())
                .anyMatch(line -> line.matches(" +run +.+"))
                .contains("  multiproc run --producers 3 --consumers 2");
    }

    @Test
    void helpOfRunShowsItsOptionsAndExamples() throws IOException, InterruptedException {
        MultiprocCommand help = MultiprocCommand.run(LIMIT, "run", "--help");

        assertThat(help.exitCode()).isZero();
        assertThat(String.join("\n", help.stdout())).contains("--producers", "joinable, plain", "Examples:");
    }

    @Test
    void versionIsOneLine() throws IOException, InterruptedException {
        MultiprocCommand version = MultiprocCommand.run(LIMIT, "--version");

        assertThat(version.exitCode()).isZero();
        assertThat(version.stdout())
                .singleElement()
                .asString()
                .matches("multiproc \\d+\\.\\d+\\.\\d+\\S*, Chronicle Queue \\S+, Java \\S+");
    }

    /** Without the start script, which passes JVM flags; its children start without it, too. */
    @Test
    void theJarRunsByItself() throws IOException, InterruptedException {
        MultiprocCommand run = MultiprocCommand.runJar(
                LIMIT, "run", "-p", "1", "-c", "1", "-n", "1", "--produce-time", "0", "--consume-time", "0");

        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.stderr()).anyMatch(line -> line.startsWith("total      1 items in "));
        assertThat(run.leftBehind()).isEmpty();
    }

    @Test
    void wrongArgumentsAreReportedInOneLineBeforeTheUsage() throws IOException, InterruptedException {
        MultiprocCommand command = MultiprocCommand.run(LIMIT, "run", "-p", "0");

        assertThat(command.exitCode()).isEqualTo(2);
        assertThat(command.stdout()).isEmpty();
        assertThat(command.stderr().get(0)).isEqualTo("multiproc: --producers must be at least 1, not 0");
        assertThat(command.stderr().get(1)).startsWith("Usage: multiproc run");
    }

    @Test
    void optionsCanComeFromAFile(@TempDir Path directory) throws IOException, InterruptedException {
        Path file = directory.resolve("options");
        Files.writeString(file, "run --capacity\n-7\n", StandardCharsets.UTF_8);
        MultiprocCommand command = MultiprocCommand.run(LIMIT, "@" + file);

        assertThat(command.stderr().get(0)).isEqualTo("multiproc: --capacity must be at least 0, not -7");
    }

    /** To load picocli and the commands takes longer than a JVM takes to start. */
    @Test
    void helpAndVersionComeWithoutPicocli(@TempDir Path directory) throws IOException, InterruptedException {
        for (String option : List.of("--help", "--version")) {
            Path log = directory.resolve("classes" + option);
            MultiprocCommand command = MultiprocCommand.run(
                    LIMIT, Map.of("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + log), (process, stdout) -> {}, option);
            assertThat(command.exitCode()).as(command.toString()).isZero();
            assertThat(Files.readAllLines(log))
                    .anyMatch(line -> line.contains(" dev.multiproc.launcher.FastPath "))
                    .noneMatch(line -> line.contains(" picocli.CommandLine "));
        }
    }
}
