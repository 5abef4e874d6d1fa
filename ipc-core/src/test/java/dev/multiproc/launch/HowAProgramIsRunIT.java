package dev.multiproc.launch;

import static dev.multiproc.launch.Workshop.BUNS;
import static dev.multiproc.launch.Workshop.MAIN;
import static dev.multiproc.launch.Workshop.SOURCES;
import static dev.multiproc.launch.Workshop.assertServes;
import static dev.multiproc.launch.Workshop.java;
import static dev.multiproc.launch.Workshop.libraryPath;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** However a program is run, its children find their classes; or start() says why they would not. */
@ExtendWith(LeavesNothingBehind.class)
class HowAProgramIsRunIT {
    private static final int FIRST_WITH_COMPACT_SOURCES = 25;

    @TempDir
    private Path directory;

    private Workshop workshop;

    @BeforeEach
    void openWorkshop() {
        workshop = new Workshop(directory);
    }

    @Test
    void withAClassPath() throws Exception {
        assertServes(java("-cp", libraryPath() + ":" + workshop.compiled(BUNS), MAIN));
    }

    @Test
    void withAWildcard() throws Exception {
        Path jars = Files.createDirectory(directory.resolve("all @ jars"));
        for (String jar : Workshop.library()) {
            Files.copy(Path.of(jar), jars.resolve(Path.of(jar).getFileName()));
        }
        assertServes(java("-cp", jars + "/*:" + workshop.compiled(BUNS), MAIN));
    }

    @Test
    void fromAJarWhoseManifestNamesTheOthers() throws Exception {
        String others = Workshop.library().stream()
                .map(jar -> new File(jar).toURI().getRawPath())
                // A line of a manifest takes 72 bytes.
                .map(path -> " " + path.replaceAll("(.{60})(?=.)", "$1\n "))
                .collect(Collectors.joining(" \n "));
        Path jar = workshop.packed(workshop.compiled(BUNS), "Main-Class: " + MAIN + "\nClass-Path:" + others + "\n");
        assertServes(java("-jar", jar.toString()));
    }

    @Test
    void fromTheJarOfAnAgent() throws Exception {
        Path classes = workshop.compiled(BUNS, SOURCES.resolve("agent/Agent.java"));
        Path jar = workshop.packed(classes, "Premain-Class: Agent\n");
        assertServes(java("-javaagent:" + jar, "-cp", libraryPath(), MAIN));
    }

    @Test
    void byAClassLoaderOfAHost() throws Exception {
        Path host = workshop.compiled(SOURCES.resolve("host/Host.java"));
        String all = libraryPath() + File.pathSeparator + workshop.compiled(BUNS);
        assertServes(java("-cp", host.toString(), "Host", MAIN, all));
    }

    @Test
    void byClassLoadersOfWhichOneIsTheOthersParent() throws Exception {
        Path host = workshop.compiled(SOURCES.resolve("host/Host.java"));
        Path program = workshop.compiled(BUNS);
        assertServes(java("-cp", host.toString(), "Host", MAIN, libraryPath(), program.toString()));
    }

    @Test
    void byAClassLoaderThatTellsNothing() throws Exception {
        Path host = workshop.compiled(SOURCES.resolve("host/ClosedHost.java"));
        String program = workshop.compiled(BUNS).toString();
        try (ParentProgram parent =
                java("-cp", libraryPath() + File.pathSeparator + host, "ClosedHost", MAIN, program)) {
            assertThat(parent.exitCode()).isEqualTo(1);
            assertThat(parent.output()).isEmpty();
            assertThat(String.join("\n", parent.errors()))
                    .contains("a child JVM would not find a class that it needs, class=buns.Buns")
                    .contains("Options.withClassPath");
        }
    }

    @Test
    void fromItsSource() throws Exception {
        assertServes(java("-cp", libraryPath(), BUNS.toString()));
        assertServes(java("--source", "17", "-cp", libraryPath(), BUNS.toString()));
    }

    @Test
    void fromACompactSource() throws Exception {
        assumeTrue(Runtime.version().feature() >= FIRST_WITH_COMPACT_SOURCES, "earlier JDKs have none");
        try (ParentProgram parent = java(
                "-cp", libraryPath(), SOURCES.resolve("compact/Compact.java").toString())) {
            assertThat(parent.exitCode()).isZero();
            assertThat(parent.errors()).isEmpty();
            assertThat(parent.output()).containsExactly("eats Bun[number=7]");
        }
    }

    @Test
    void inJShell() throws Exception {
        try (ParentProgram shell = jshell("methods.jsh")) {
            assertThat(shell.exitCode()).isZero();
            assertThat(shell.output()).contains("child cooks", "eats Bun[number=9]Optional.empty");
        }
    }

    @Test
    void inJShellWithItsVariables() throws Exception {
        try (ParentProgram shell = jshell("variables.jsh")) {
            assertThat(shell.exitCode()).isZero();
            // The child's own standard error JShell shows nowhere.
            assertThat(String.join("\n", shell.errors()))
                    .contains("the task reads a variable of JShell", "variable=buns");
            assertThat(shell.output()).containsExactly("goes on");
        }
    }

    private static ParentProgram jshell(String script) throws IOException {
        return ParentProgram.run(
                List.of(
                        Workshop.jdk("jshell"),
                        "--class-path",
                        libraryPath(),
                        SOURCES.resolve("jshell").resolve(script).toString()),
                Map.of());
    }

    @Test
    void asAModule() throws Exception {
        String modules = libraryPath() + File.pathSeparator + module();
        assertServes(java(withNativeAccess("-p", modules, "-m", "buns/" + MAIN)));
        try (ParentProgram program =
                java(withNativeAccess("--add-modules", "ALL-SYSTEM", "-p", modules, "-m", "buns/" + MAIN))) {
            assertThat(program.exitCode()).isZero();
            assertThat(program.output()).containsExactly(Workshop.SERVED);
            // Each JVM with all modules says so, where some are in the making.
            assertThat(program.errors()).allMatch(line -> line.startsWith("WARNING: Using incubator modules"));
        }
    }

    @Test
    void withAClassPathBesideItsModules() throws Exception {
        assertServes(java(withNativeAccess(
                "-p",
                libraryPath(),
                "--add-modules=ALL-MODULE-PATH",
                "-cp",
                workshop.compiled(BUNS).toString(),
                MAIN)));
    }

    private Path module() throws IOException {
        return workshop.compiled(List.of("-p", libraryPath()), BUNS, SOURCES.resolve("module/module-info.java"));
    }

    private static String[] withNativeAccess(String... arguments) {
        if (Runtime.version().feature() < 24) {
            return arguments;
        }
        String[] all = new String[arguments.length + 1];
        all[0] = "--enable-native-access=dev.multiproc.core,com.sun.jna";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return all;
    }
}
