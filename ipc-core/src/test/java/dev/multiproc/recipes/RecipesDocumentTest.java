package dev.multiproc.recipes;

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
import org.junit.jupiter.api.Test;

/**
 * Each block of code in {@code docs/recipes.md} is a region of a source here: what stands behind {@code // recipe: NAME} up to
 * {@code // end} is the block that begins with {@code ```java NAME}.
 */
class RecipesDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "recipes.md");
    private static final Path SOURCES = Path.of("src", "test", "java")
            .resolve(RecipesDocumentTest.class.getPackageName().replace('.', '/'));
    private static final Pattern BLOCK =
            Pattern.compile("^```java ?(\\S*)\\R(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern REGION =
            Pattern.compile("^ *// recipe: (\\S+)\\R(.*?)^ *// end$", Pattern.DOTALL | Pattern.MULTILINE);

    @Test
    void everyBlockIsARegionOfASource() throws IOException {
        Map<String, String> regions = new TreeMap<>();
        for (Path source : sources()) {
            regions.putAll(find(REGION, source));
        }
        assertThat(regions).hasSizeGreaterThan(8);
        assertThat(find(BLOCK, DOCUMENT)).isEqualTo(regions);
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.filter(file -> !file.endsWith("RecipesDocumentTest.java"))
                    .sorted()
                    .toList();
        }
    }

    /** Texts by their names. */
    private static Map<String, String> find(Pattern pattern, Path file) throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (MatchResult match :
                pattern.matcher(Files.readString(file)).results().toList()) {
            String before =
                    found.put(match.group(1), match.group(2).stripTrailing().stripIndent());
            assertThat(before).as("twice in %s: %s", file, match.group(1)).isNull();
        }
        return found;
    }
}
