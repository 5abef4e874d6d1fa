package dev.multiproc.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A child may be ended while it writes what has ended it. */
class FailureReportTest {
    @TempDir
    private Path directory;

    @Test
    void aReportOfWhichAPartIsThereSaysNothing() throws IOException {
        Path file = directory.resolve("1");
        FailureReport.write(file, new IllegalStateException("no buns"));
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(FailureReport.read(file, "child")).isEmpty();
            assertThat(file).doesNotExist();
        }
        Files.write(file, whole);
        assertThat(FailureReport.read(file, "child").orElseThrow()).hasRootCauseMessage("no buns");
    }

    @Test
    void oneWithAnImpossibleLengthSaysNothing() throws IOException {
        Path file = directory.resolve("1");
        Files.write(file, ByteBuffer.allocate(Integer.BYTES).putInt(-1).array());
        assertThat(FailureReport.read(file, "child")).isEmpty();
    }

    @Test
    void whatWasBegunGoesWithTheReport() throws IOException {
        Path file = directory.resolve("1");
        Files.write(directory.resolve("1.part"), new byte[3]);
        assertThat(FailureReport.read(file, "child")).isEmpty();
        FailureReport.write(file, new IllegalStateException("no buns"));
        assertThat(directory).isDirectoryContaining("glob:**/1").isDirectoryNotContaining("glob:**.part");
    }
}
