package dev.multiproc.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The archives that users unpack. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script needs a Unix shell")
class PackagingIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    /** With a JVM and three programs that every system has on its path: no Maven. */
    @Test
    void anUnpackedArchiveRunsWithoutMaven() throws IOException, InterruptedException {
        Path home = unpack();
        Path path = Files.createDirectory(directory.resolve("bin"));
        for (String program : List.of("/bin/sh", "/usr/bin/readlink", "/usr/bin/dirname")) {
            Files.createSymbolicLink(path.resolve(Path.of(program).getFileName()), Path.of(program));
        }
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Files.createSymbolicLink(path.resolve("java"), java);
        Path script = home.resolve("bin/multiproc");
        assertThat(Files.isExecutable(script)).isTrue();

        MultiprocCommand version = run(path, script, "--version");
        assertThat(version.exitCode()).as(version.toString()).isZero();
        assertThat(version.stdout()).singleElement().asString().startsWith("multiproc ");
        MultiprocCommand run =
                run(path, script, "run", "-p", "1", "-c", "1", "-n", "1", "--produce-time", "0", "--consume-time", "0");
        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.stderr()).anyMatch(line -> line.startsWith("total      1 items in "));
        assertThat(run.leftBehind()).isEmpty();
    }

    private MultiprocCommand run(Path path, Path script, String... args) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(script.toString()));
        words.addAll(List.of(args));
        Map<String, String> environment = Map.of("PATH", path.toString(), "JAVA_HOME", "");
        return MultiprocCommand.execute(LIMIT, environment, (process, stdout) -> {}, words);
    }

    private Path unpack() throws IOException, InterruptedException {
        Process tar = new ProcessBuilder("tar", "xzf", archive(".tar.gz").toString(), "-C", directory.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith("multiproc-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Path archive(String ending) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(file ->
                            file.getFileName().toString().matches("multiproc-\\d.*" + ending.replace(".", "\\.")))
                    .findFirst()
                    .orElseThrow()
                    .toAbsolutePath();
        }
    }

    @Test
    void theZipHasTheSameFiles() throws IOException {
        try (ZipFile zip = new ZipFile(archive(".zip").toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName).map(name -> name.replaceFirst("^multiproc-[^/]*/", "")))
                    .contains(
                            "bin/multiproc",
                            "bin/multiproc.cmd",
                            "lib/multiproc.jar",
                            "lib/multiproc-redis.jar",
                            "completions/multiproc.bash",
                            "completions/multiproc.zsh",
                            "completions/multiproc.fish",
                            "share/man/man1/multiproc.1",
                            "share/man/man1/multiproc-run.1",
                            "cli.md",
                            "LICENSE",
                            "THIRD-PARTY.txt",
                            "licenses/EPL-2.0.md",
                            "licenses/HdrHistogram.txt",
                            "licenses/LGPL-2.1.txt",
                            "licenses/MIT-0.txt",
                            "licenses/jna.txt",
                            "licenses/lettuce.txt",
                            "licenses/slf4j-api.txt");
        }
    }

    /** Man prints warnings about what it does not understand. */
    @Test
    void thePagesForManAreClean() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/man")), "there is no man on this machine");
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/groff")), "there is no groff on this machine");
        List<String> words = new ArrayList<>(List.of("/usr/bin/man", "--warnings", "-P", "cat", "-l"));
        try (Stream<Path> pages = Files.list(Path.of("target", "commands", "man"))) {
            pages.sorted().map(Path::toString).forEach(words::add);
        }
        Map<String, String> environment = Map.of("MANWIDTH", "100", "LC_ALL", "C.UTF-8");
        MultiprocCommand man = MultiprocCommand.execute(LIMIT, environment, (process, stdout) -> {}, words);
        assertThat(man.exitCode()).as(man.toString()).isZero();
        assertThat(man.stderr()).isEmpty();
        assertThat(man.stdout()).anyMatch(line -> line.strip().startsWith("multiproc-stop - Drains a session"));
    }
}
