package dev.multiproc.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.ChildOutput.Stream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastLinesTest {
    private final LastLines last = new LastLines();

    @Test
    void muchOfOneStreamLeavesTheOthers() {
        last.add(Stream.OUT, "gone");
        last.add(Stream.ERR, "error");
        for (int i = 0; i < LastLines.MAX_LINES; i++) {
            last.add(Stream.OUT, "line " + i);
        }
        last.add(Stream.ERR, "end");
        assertThat(last.all())
                .hasSize(LastLines.MAX_LINES + 2)
                .startsWith("error", "line 0")
                .endsWith("line 19", "end");
    }

    @Test
    void longLinesAreCutAndFewOfThemKept() {
        last.add(Stream.ERR, "short");
        last.add(Stream.ERR, "x".repeat(LastLines.MAX_CHARS + 1));
        assertThat(last.all()).containsExactly("x".repeat(LastLines.MAX_CHARS - 1) + "…");
        last.add(Stream.ERR, "next");
        assertThat(last.all()).containsExactly("next");
    }

    @Test
    void ofAFileThoseBehindAPlace(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("output"), "before\nfirst\nsecond");
        assertThat(LastLines.ofFile(file, 7)).containsExactly("first", "second");
        assertThat(LastLines.ofFile(file, 1000)).isEmpty();
        Files.writeString(file, "x\n".repeat(100_000) + "end\n");
        assertThat(LastLines.ofFile(file, 0)).hasSize(LastLines.MAX_LINES).endsWith("x", "end");
    }
}
