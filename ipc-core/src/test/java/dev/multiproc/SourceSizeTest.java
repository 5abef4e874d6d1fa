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

/** No source file has more than 500 lines and no method more than 60, in any module. */
class SourceSizeTest {
    private static final int MAX_FILE_LINES = 500;
    private static final int MAX_METHOD_LINES = 60;

    @TempDir
    private Path directory;

    /** All that is under {@code src}: main, test, jcstress and the small programs of integration tests. */
    @ParameterizedTest
    @ValueSource(strings = {"ipc-core", "ipc-redis", "launcher", "examples"})
    void filesAndMethodsAreShort(String module) throws IOException {
        List<Path> sources = sourcesUnder(Path.of("..", module, "src"));
        assertThat(sources).isNotEmpty();
        assertThat(tooLong(sources)).isEmpty();
    }

    @Test
    void aLongFileAndLongMethodsAreReportedWithFileAndLine() throws IOException {
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

    /** A source file without a class needs JDK 25; its methods are not measured. */
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
