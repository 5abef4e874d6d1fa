package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents link to is there, and the index of the decisions has all of them. */
class DocumentLinksTest {
    private static final Path ROOT = Path.of("..");
    private static final Path DECISIONS = ROOT.resolve("docs").resolve("decisions");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        for (Path document : documents()) {
            String text = Files.readString(document);
            for (MatchResult link : LINK.matcher(text).results().toList()) {
                checkLink(document, link.group(1));
            }
        }
    }

    @Test
    void theIndexHasAllDecisions() throws IOException {
        String index = Files.readString(DECISIONS.resolve("README.md"));
        for (Path decision : markdownIn(DECISIONS)) {
            String name = decision.getFileName().toString();
            assertThat(name.equals("README.md") || index.contains("](" + name + ")"))
                    .as(name)
                    .isTrue();
        }
    }

    private static void checkLink(Path document, String link) throws IOException {
        if (link.contains("://")) {
            return;
        }
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        Path target = file.isEmpty() ? document : document.resolveSibling(file);
        assertThat(target).as("%s links to %s", document, link).exists();
        if (hash >= 0) {
            assertThat(anchors(target)).as("%s links to %s", document, link).contains(link.substring(hash + 1));
        }
    }

    /** The names that headings get: small letters, spaces as hyphens. */
    private static List<String> anchors(Path document) throws IOException {
        return Files.readAllLines(document).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
                .toList();
    }

    private static List<Path> documents() throws IOException {
        List<Path> all = new ArrayList<>(markdownIn(ROOT));
        all.addAll(markdownIn(ROOT.resolve("docs")));
        all.addAll(markdownIn(DECISIONS));
        return all;
    }

    private static List<Path> markdownIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".md")).toList();
        }
    }
}
