package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Chinese README says what the English one says: the same headings, tables, commands, programs, links and tests. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern HEADING = Pattern.compile("^#+ ", Pattern.MULTILINE);
    private static final Pattern ROW = Pattern.compile("^\\|(?: --- \\|)+$|^\\|", Pattern.MULTILINE);
    private static final Pattern BLOCK = Pattern.compile("^```.*?^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern COMMENT = Pattern.compile(" +(?:#|//) .*");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)]+)\\)");
    private static final Pattern NUMBER = Pattern.compile("\\d[\\d.,]*\\d");
    private static final int LINES_OF_A_SCREEN = 50;

    @Test
    void headingsAndRowsOfTablesAreTheSame() throws IOException {
        for (Pattern pattern : List.of(HEADING, ROW)) {
            assertThat(found(pattern, chinese())).isEqualTo(found(pattern, english()));
        }
    }

    @Test
    void commandsAndProgramsAreTheSameButForTheirComments() throws IOException {
        assertThat(blocks(chinese())).isNotEmpty().isEqualTo(blocks(english()));
    }

    @Test
    void linksAreTheSame() throws IOException {
        assertThat(found(LINK, chinese().replace("(README.md)", "(README.zh.md)")))
                .isEqualTo(found(LINK, english()));
    }

    @Test
    void figuresAreTheSame() throws IOException {
        assertThat(found(NUMBER, chinese())).containsExactlyInAnyOrderElementsOf(found(NUMBER, english()));
    }

    @Test
    void theFirstScreenIsOne() throws IOException {
        String text = english();
        assertThat(text.substring(0, text.indexOf("\n## ")).lines().count()).isLessThanOrEqualTo(LINES_OF_A_SCREEN);
    }

    private static List<String> blocks(String text) {
        return found(BLOCK, text).stream()
                .map(block -> COMMENT.matcher(block).replaceAll(""))
                .toList();
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).toList();
    }

    private static String english() throws IOException {
        return Files.readString(ROOT.resolve("README.md"));
    }

    private static String chinese() throws IOException {
        return Files.readString(ROOT.resolve("README.zh.md"));
    }
}
