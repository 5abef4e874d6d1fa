package dev.multiproc.launcher.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkedStreamTest {
    private static final byte[] MARKER = "#mark#".getBytes(UTF_8);

    /** Returns up to {@code size} bytes at a time. */
    private static InputStream inPieces(String text, int size) {
        return new ByteArrayInputStream(text.getBytes(UTF_8)) {
            @Override
            public int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(size, length));
            }
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void outputOfJobsIsToldApart(int size) throws IOException {
        MarkedStream stream =
                new MarkedStream(inPieces("one\n#mark#0\ntwo#mark\n##mark#12\n#mark#3\nrest#ma", size), MARKER);

        assertThat(read(stream)).isEqualTo("one\n|0");
        assertThat(read(stream)).isEqualTo("two#mark\n#|12");
        assertThat(read(stream)).isEqualTo("|3");
        assertThat(read(stream)).isEqualTo("rest#ma|null");
    }

    private static String read(MarkedStream stream) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        String end = stream.readJob(output::write);
        return output.toString(UTF_8) + "|" + end;
    }
}
