package dev.multiproc.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The start script, when the jar is already built. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script needs a Unix shell")
class StartScriptIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Path SCRIPT = Path.of("bin", "multiproc").toAbsolutePath();

    @TempDir
    private Path directory;

    @Test
    void findsItselfThroughSymbolicLinksAndSpaces() throws IOException, InterruptedException {
        Path folder = Files.createDirectory(directory.resolve("a folder"));
        Path link = Files.createSymbolicLink(folder.resolve("the link"), SCRIPT);
        Path linkToLink = Files.createSymbolicLink(directory.resolve("multiproc"), directory.relativize(link));

        MultiprocCommand version = script(Map.of(), linkToLink, "--version");

        assertThat(version.exitCode()).as(version.toString()).isZero();
        assertThat(version.stdout()).singleElement().asString().startsWith("multiproc ");
    }

    @Test
    void passesArgumentsOnAsTheyAre() throws IOException, InterruptedException {
        MultiprocCommand wrong = script(Map.of(), SCRIPT, "run", "two words");

        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.stderr()).first().isEqualTo("multiproc: Unmatched argument at index 1: 'two words'");
    }

    @Test
    void reportsThatJavaHomeHasNoJava() throws IOException, InterruptedException {
        MultiprocCommand none = script(Map.of("JAVA_HOME", directory.toString()), SCRIPT, "--version");

        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.stderr())
                .containsExactly("multiproc: JAVA_HOME is " + directory + ", but there is no " + directory
                        + "/bin/java: set it to a JDK, 17 or newer");
    }

    @Test
    void refusesAJavaThatIsTooOld() throws IOException, InterruptedException {
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("java"), Path.of(System.getProperty("java.home"), "bin", "java"));
        Files.writeString(directory.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");

        MultiprocCommand old = script(Map.of("JAVA_HOME", directory.toString()), SCRIPT, "--version");

        assertThat(old.exitCode()).isEqualTo(1);
        assertThat(old.stderr())
                .containsExactly(
                        "multiproc: " + directory + "/bin/java is version 11: set JAVA_HOME to a JDK, 17 or newer");
    }

    /** A JVM that is given two garbage collectors does not start. */
    @ParameterizedTest
    @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"})
    void leavesTheCollectorToTheEnvironment(String variable) throws IOException, InterruptedException {
        assertStarts(variable, "-XX:+UseParallelGC");
        assertStarts(variable, "-Xint -Xmx200m -XX:+UseSerialGC");
    }

    @Test
    void leavesTheCollectorToAFileThatTheEnvironmentNames() throws IOException, InterruptedException {
        Path flags = Files.writeString(directory.resolve("flags"), "-XX:+UseParallelGC\n");
        assertStarts("JDK_JAVA_OPTIONS", "@" + flags);
        assertStarts("JAVA_TOOL_OPTIONS", "-XX:VMOptionsFile=" + flags);
    }

    private static void assertStarts(String variable, String flags) throws IOException, InterruptedException {
        MultiprocCommand version = script(Map.of(variable, flags), SCRIPT, "--version");
        assertThat(version.exitCode()).as(version.toString()).isZero();
        assertThat(version.stdout()).singleElement().asString().startsWith("multiproc ");
    }

    private static MultiprocCommand script(Map<String, String> environment, Path script, String... args)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(script.toString()));
        words.addAll(List.of(args));
        return MultiprocCommand.execute(LIMIT, environment, (process, stdout) -> {}, words);
    }
}
