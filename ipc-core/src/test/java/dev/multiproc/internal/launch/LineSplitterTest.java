package dev.multiproc.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineSplitterTest {
    private static final String TEXT = "one\r\n\n包子 𝄞\n\r\na\rb\nlast ü";
    private static final String[] LINES = {"one", "", "包子 𝄞", "", "a\rb", "last ü"};

    private static List<String> split(int maxBytes, int chunkBytes, byte... bytes) {
        List<String> lines = new ArrayList<>();
        LineSplitter splitter = new LineSplitter(maxBytes, lines::add);
        for (int from = 0; from < bytes.length; from += chunkBytes) {
            byte[] chunk = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + chunkBytes));
            splitter.add(chunk, chunk.length);
        }
        splitter.end();
        return lines;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 1000})
    void linesAreWholeWhereverAChunkEnds(int chunkBytes) {
        assertThat(split(LineSplitter.MAX_BYTES, chunkBytes, utf8(TEXT))).containsExactly(LINES);
    }

    @Test
    void aLastLineNeedsNoEndAndAnEndMakesNoLine() {
        assertThat(split(100, 10, utf8("a"))).containsExactly("a");
        assertThat(split(100, 10, utf8("a\n"))).containsExactly("a");
        assertThat(split(100, 10, utf8("a\r\n"))).containsExactly("a");
        assertThat(split(100, 10, utf8("\n"))).containsExactly("");
        assertThat(split(100, 10)).isEmpty();
    }

    @Test
    void whatIsNoUtf8IsReplaced() {
        byte[] bytes = {'a', (byte) 0xff, 'b', (byte) 0xe5, '\n', (byte) 0x8c, '\n', (byte) 0xe5, (byte) 0x8c};
        assertThat(split(100, 2, bytes)).containsExactly("a\ufffdb\ufffd", "\ufffd", "\ufffd");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8, 1000})
    void aLineThatIsTooLongComesInPartsOfWholeCharacters(int chunkBytes) {
        assertThat(split(8, chunkBytes, utf8("12345678\n"))).containsExactly("12345678");
        assertThat(split(8, chunkBytes, utf8("12345678\r\nx\n"))).containsExactly("12345678", "x");
        assertThat(split(8, chunkBytes, utf8("123456789\n\n"))).containsExactly("12345678", "9", "");
        assertThat(split(8, chunkBytes, utf8("包包包包\nx"))).containsExactly("包包", "包包", "x");
        assertThat(split(8, chunkBytes, utf8("12345𝄞𝄞"))).containsExactly("12345", "𝄞𝄞");
        assertThat(split(8, chunkBytes, utf8("1234567\r\n"))).containsExactly("1234567");
    }

    @Test
    void bytesThatAreNoCharactersAreCutAnywhere() {
        byte[] bytes = new byte[20];
        Arrays.fill(bytes, (byte) 0x80);
        assertThat(String.join("", split(8, 20, bytes))).isEqualTo("\ufffd".repeat(20));
    }

    @Test
    void aLongLineIsWhole() {
        String longLine = "包".repeat(5 << 20);
        assertThat(split(LineSplitter.MAX_BYTES, 8192, utf8(longLine + "\nshort\n")))
                .containsExactly(longLine, "short");
    }
}
