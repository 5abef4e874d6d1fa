package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests that documents name are there. */
class FaultsDocumentTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern NAME = Pattern.compile("`(\\w+(?:IT|Test|Contract))(?:\\.(\\w+))?`");

    @ParameterizedTest
    @ValueSource(strings = {"docs/faults.md", "docs/programs.md", "README.md", "README.zh.md"})
    void everyTestThatIsNamedIsThere(String document) throws IOException {
        Map<String, Path> tests = tests();
        List<MatchResult> names =
                NAME.matcher(Files.readString(ROOT.resolve(document))).results().toList();
        assertThat(names).isNotEmpty();
        for (MatchResult name : names) {
            assertThat(tests).as(document).containsKey(name.group(1));
            if (name.group(2) != null) {
                assertThat(tests.get(name.group(1))).content().contains("void " + name.group(2) + "(");
            }
        }
    }

    private static Map<String, Path> tests() throws IOException {
        Map<String, Path> tests = new TreeMap<>();
        for (String module : List.of("ipc-core", "ipc-redis", "examples", "launcher")) {
            Path sources = ROOT.resolve(module).resolve(Path.of("src", "test", "java"));
            if (Files.isDirectory(sources)) {
                try (Stream<Path> files = Files.walk(sources)) {
                    files.filter(file -> file.toString().endsWith(".java"))
                            .forEach(file ->
                                    tests.put(file.getFileName().toString().replace(".java", ""), file));
                }
            }
        }
        return tests;
    }
}
