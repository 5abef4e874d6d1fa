package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that nobody reads to its end, and a method that does not fit on a screen, hide what is in them. */
class SourceSizeTest {
    private static final int MAX_FILE_LINES = 500;
    private static final int MAX_METHOD_LINES = 60;

    @TempDir
    private Path directory;

    /** Main, test, jcstress and integration tests' sources of each module. */
    @ParameterizedTest
    @ValueSource(strings = {"ipc-core", "launcher", "examples"})
    void filesAndMethodsAreShort(String module) throws IOException {
        List<Path> sources = sourcesUnder(Path.of("..", module, "src"));
        assertThat(sources).isNotEmpty();
        assertThat(tooLong(sources)).isEmpty();
    }

    @Test
    void aLongFileAndLongMethodsAreToldWithTheirPlaces() throws IOException {
        Path source = directory.resolve("Long.java");
        Files.writeString(
                source,
                "class Long {\n"
                        + method("Long(int i)", 61)
                        + method("void longest()", 60)
                        + method("@Override\n public String toString()", 60)
                        + "  Object nested = new Object() {\n" + method("public int hashCode()", 400) + "  };\n"
                        + "}\n");
        assertThat(tooLong(List.of(source)))
                .containsExactly(
                        source + ": 586 lines",
                        source + ":2 Long(): 61 lines",
                        source + ":123 toString(): 61 lines",
                        source + ":185 hashCode(): 400 lines");
    }

    private static String method(String head, int lines) {
        return head + " {\n" + "//\n".repeat(lines - 2) + "}\n";
    }

    private static List<Path> sourcesUnder(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }

    /** A program without a class needs a newer one. */
    private static boolean isParsedByJdk17(Path source) {
        return !source.endsWith("src/it/compact/Compact.java");
    }

    private static List<String> tooLong(List<Path> sources) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path source : sources) {
            int lines = Files.readAllLines(source).size();
            if (lines > MAX_FILE_LINES) {
                found.add(source + ": " + lines + " lines");
            }
        }
        MethodLengths.in(
                        sources.stream().filter(SourceSizeTest::isParsedByJdk17).toList())
                .stream()
                .filter(method -> method.lineCount() > MAX_METHOD_LINES)
                .forEach(method -> found.add(method.toString()));
        return found;
    }
}
