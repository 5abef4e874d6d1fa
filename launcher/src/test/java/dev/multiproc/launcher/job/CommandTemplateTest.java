package dev.multiproc.launcher.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandTemplateTest {
    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static CommandTemplate words(String... words) {
        return CommandTemplate.ofWords(
                Arrays.stream(words).map(CommandTemplateTest::bytes).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "{}, dir/a.b.c",
        "{#}, 7",
        "{%}, 2",
        "{.}, dir/a.b",
        "{/}, a.b.c",
        "{//}, dir",
        "{/.}, a.b",
        "x{#}-{%}{}, x7-2dir/a.b.c",
        "{x}{}, {x}dir/a.b.c"
    })
    void placesAreFilledAsInGnuParallel(String place, String filled) {
        assertThat(words("echo", place).text(bytes("dir/a.b.c"), 7, 2))
                .isEqualTo("echo " + ShellText.quoteIfNeeded(filled));
    }

    @Test
    void directoryOfANameIsTheCurrentOne() {
        assertThat(words("echo", "{//}").text(bytes("a"), 1, 1)).isEqualTo("echo .");
        assertThat(words("echo", "{//}").text(bytes("/a"), 1, 1)).isEqualTo("echo /");
    }

    @Test
    void commandWithoutPlacesGetsTheItemAsItsLastArgument() {
        assertThat(words("wc", "-c").text(bytes("a b"), 1, 1)).isEqualTo("wc -c 'a b'");
        assertThat(CommandTemplate.ofShellLine(bytes("cat <")).text(bytes("a b"), 1, 1))
                .isEqualTo("cat < 'a b'");
    }

    @Test
    void wordsAreExecutedAsTheyAre() {
        assertThat(words("echo", "$(rm {})", "it's").script(bytes("a;b"), 1, 1))
                .isEqualTo("exec 'echo' '$(rm a;b)' 'it'\\''s'");
    }

    @Test
    void itemIsOneWordOfAShellLine() {
        assertThat(CommandTemplate.ofShellLine(bytes("wc -c {}")).script(bytes("a'; rm"), 1, 1))
                .isEqualTo("exec sh -c 'wc -c '\\''a'\\''\\'\\'''\\''; rm'\\'''");
    }

    @Test
    void itemsKeepTheirBytes() {
        byte[] item = new byte[255];
        for (int i = 0; i < item.length; i++) {
            item[i] = (byte) (i + 1);
        }
        String script = words("printf", "{}").script(item, 1, 1);

        assertThat(ShellText.bytes(script)).hasSize("exec 'printf' ''".length() + item.length + "'\\''".length() - 1);
        assertThat(words("printf").refusal(item)).isEmpty();
        assertThat(words("printf").refusal(new byte[] {'a', 0})).isPresent();
    }

    @Test
    void linesWithPlacesAreKnown() {
        assertThat(List.of("a {}", "{#}", "x{//}")).allMatch(CommandTemplate::hasPlaces);
        assertThat(List.of("a", "{ }", "${x}")).noneMatch(CommandTemplate::hasPlaces);
    }
}
