package dev.multiproc.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.testing.ParentProgram;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** Compiles, packs and runs the small programs of {@code src/it}, as a user does. */
final class Workshop {
    static final Path SOURCES = Path.of("src/it").toAbsolutePath();
    static final Path BUNS = SOURCES.resolve("program/src/buns/Buns.java");
    static final String MAIN = "buns.Buns";
    static final String[] SERVED = {
        "eats Bun[cook=egon, number=0]",
        "eats Bun[cook=egon, number=1]",
        "eats Bun[cook=egon, number=2]",
        "exit code 0Optional.empty"
    };

    private final Path directory;

    Workshop(Path directory) {
        this.directory = directory;
    }

    /** What a program needs: this library's jar and what it depends on, and nothing of the tests. */
    static List<String> library() {
        List<String> jars = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry ->
                        entry.matches(".*/ipc-core-[^/]*\\.jar") || entry.matches(".*/(openhft|jna|slf4j-api)/.*"))
                .toList();
        assertThat(jars).hasSizeGreaterThan(8);
        return jars;
    }

    static String libraryPath() {
        return String.join(File.pathSeparator, library());
    }

    /** A command of this JDK. */
    static String jdk(String command) {
        return Path.of(System.getProperty("java.home"), "bin", command).toString();
    }

    /** Compiles sources against the library; gives where the classes are. */
    Path compiled(Path... sources) throws IOException {
        return compiled(List.of("-cp", libraryPath()), sources);
    }

    Path compiled(List<String> options, Path... sources) throws IOException {
        Path classes = Files.createTempDirectory(directory, "classes");
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(List.of("-d", classes.toString()));
        Stream.of(sources).map(Path::toString).forEach(arguments::add);
        tool("javac", arguments);
        return classes;
    }

    /** A jar of classes. */
    Path packed(Path classes, String manifest) throws IOException {
        Path jar = Files.createTempFile(directory, "program", ".jar");
        Path lines = Files.writeString(Files.createTempFile(directory, "manifest", ""), manifest);
        tool("jar", List.of("--create", "-f", jar.toString(), "-m", lines.toString(), "-C", classes.toString(), "."));
        return jar;
    }

    static void tool(String name, List<String> arguments) {
        Writer text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        int code = ToolProvider.findFirst(name).orElseThrow().run(out, out, arguments.toArray(new String[0]));
        assertThat(code).as("%s %s: %s", name, arguments, text).isZero();
    }

    static ParentProgram java(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(jdk("java")));
        command.addAll(List.of(arguments));
        return ParentProgram.run(command, Map.of());
    }

    /** Runs it to its end: all buns are eaten, and nothing is said beside. */
    static void assertServes(ParentProgram program) throws Exception {
        try (program) {
            int code = program.exitCode();
            assertThat(program.errors()).isEmpty();
            assertThat(program.output()).containsExactly(SERVED);
            assertThat(code).isZero();
        }
    }
}
