package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The numbers in {@code docs/layout.md} are those of the code. A table, and a number in the text, is of the class that was named
 * last by "defined in": {@code | 64 | 4 | `CHECKSUM_OFFSET` | ...} says an offset and a size, {@code 1024 (`SLOT_COUNT`)} and
 * {@code (`FILE_LENGTH` = 131104)} any constant.
 */
class LayoutDocumentTest {
    private static final Pattern CLASS = Pattern.compile("[Dd]efined in `([a-z]+\\.\\w+)`");
    private static final Pattern ROW = Pattern.compile("^\\| (\\d+) \\| (\\d+|-) \\| (?:`([A-Z_]+)`)?");
    private static final Pattern STATE = Pattern.compile("^\\| (\\d+) `([A-Z0-9]+)` \\|");
    private static final Pattern BEFORE = Pattern.compile("(\\d+)(?: words| bytes| KiB)? \\(`([A-Z_]+)`\\)");
    private static final Pattern BEHIND = Pattern.compile("`([A-Z_]+)` = (\\d+)");

    /** The class that is spoken of; null before the first. */
    private Class<?> type;

    private int checks;
    private final Set<String> named = new HashSet<>();
    private final Set<Class<?>> types = new HashSet<>();

    private List<String> lines;

    @BeforeEach
    void readTheDocument() throws IOException {
        lines = Files.readAllLines(Path.of("..", "docs", "layout.md"));
    }

    @Test
    void numbersAreThoseOfTheCode() throws ReflectiveOperationException {
        for (String line : lines) {
            enter(line);
            for (Pattern pattern : List.of(BEFORE, STATE)) {
                for (MatchResult match : matches(pattern, line)) {
                    check(match.group(2), match.group(1));
                }
            }
            for (MatchResult match : matches(BEHIND, line)) {
                check(match.group(1), match.group(2));
            }
            for (MatchResult match : matches(ROW, line)) {
                if (match.group(3) != null) {
                    check(match.group(3), match.group(1));
                }
            }
        }
        assertThat(checks).isGreaterThan(100);
        for (Class<?> described : types) {
            assertThat(named).containsAll(offsetsOf(described));
        }
    }

    @Test
    void fieldsDoNotOverlap() {
        int end = 0;
        for (String line : lines) {
            Matcher row = ROW.matcher(line);
            if (!row.find()) {
                end = 0;
                continue;
            }
            int offset = Integer.parseInt(row.group(1));
            assertThat(offset).as(line).isGreaterThanOrEqualTo(end);
            end = offset + (row.group(2).equals("-") ? 0 : Integer.parseInt(row.group(2)));
        }
    }

    private static List<MatchResult> matches(Pattern pattern, String line) {
        return pattern.matcher(line).results().toList();
    }

    private void enter(String line) throws ClassNotFoundException {
        for (MatchResult match : matches(CLASS, line)) {
            String name = "dev.multiproc.internal." + match.group(1);
            // Initialized only when a constant is read.
            type = Class.forName(name, false, getClass().getClassLoader());
            types.add(type);
        }
    }

    private void check(String constant, String documented) throws ReflectiveOperationException {
        Field field = field(constant);
        field.setAccessible(true);
        assertThat(((Number) field.get(null)).longValue())
                .as("%s.%s", type.getSimpleName(), constant)
                .isEqualTo(Long.parseLong(documented));
        named.add(type.getSimpleName() + "." + constant);
        checks++;
    }

    private Field field(String constant) {
        try {
            return type.getDeclaredField(constant);
        } catch (NoSuchFieldException e) {
            throw new AssertionError("no constant " + constant + " in " + type.getName() + ", named last", e);
        }
    }

    /** The constants of a class that say where a field lies: all of them are to be in the document. */
    private static List<String> offsetsOf(Class<?> type) {
        return List.of(type.getDeclaredFields()).stream()
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == int.class)
                .map(Field::getName)
                .filter(name -> name.endsWith("_OFFSET"))
                .map(name -> type.getSimpleName() + "." + name)
                .toList();
    }
}
