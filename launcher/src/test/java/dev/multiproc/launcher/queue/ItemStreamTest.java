package dev.multiproc.launcher.queue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemStreamTest {
    private static List<String> items(String text, int separator, int pieceLength) throws IOException {
        ItemStream stream = new ItemStream(
                new ByteArrayInputStream(text.getBytes(ISO_8859_1)) {
                    @Override
                    public int read(byte[] bytes) {
                        return super.read(bytes, 0, Math.min(pieceLength, bytes.length));
                    }
                },
                (byte) separator);
        List<String> items = new ArrayList<>();
        for (List<byte[]> next = stream.read(); next != null; next = stream.read()) {
            next.forEach(item -> items.add(new String(item, ISO_8859_1)));
        }
        return items;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1000})
    void linesAreItems(int pieceLength) throws IOException {
        assertThat(items("a\n\nb c\0\u00ff\nlast", '\n', pieceLength)).containsExactly("a", "", "b c\0\u00ff", "last");
        assertThat(items("a\n", '\n', pieceLength)).containsExactly("a");
        assertThat(items("", '\n', pieceLength)).isEmpty();
        assertThat(items("a\nb\0c\0", 0, pieceLength)).containsExactly("a\nb", "c");
    }
}
