package dev.multiproc.launcher.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ItemBytesTest {
    @Test
    void itemsOfJavaProgramsHaveText() {
        assertThat(ItemBytes.of("ä").orElseThrow()).isEqualTo("ä".getBytes(UTF_8));
        assertThat(ItemBytes.of(12L).orElseThrow()).asString(UTF_8).isEqualTo("12");
        assertThat(ItemBytes.of(List.of(1, 2)).orElseThrow()).asString(UTF_8).isEqualTo("[1, 2]");
        assertThat(ItemBytes.of(new byte[] {0, -1}).orElseThrow()).containsExactly(0, -1);
        assertThat(ItemBytes.of(new int[0])).isEmpty();
        assertThat(ItemBytes.refusal(new int[0])).startsWith("it is a int[]");
    }

    @Test
    void itemsAreShownInOneLine() {
        assertThat(ItemBytes.shown("a\nb\t\\\u0007".getBytes(UTF_8), 60)).isEqualTo("a\\nb\\t\\\\\\x07");
        assertThat(ItemBytes.shown("x".repeat(100).getBytes(UTF_8), 10)).isEqualTo("xxxxxxxxxx...");
        assertThat(ItemBytes.shown(new byte[1_000], 10)).endsWith("...").hasSizeLessThan(20);
    }
}
