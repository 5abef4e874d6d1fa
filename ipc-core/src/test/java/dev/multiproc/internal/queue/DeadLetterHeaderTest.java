package dev.multiproc.internal.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.engine.ReturnReason;
import dev.multiproc.queue.DeadLetterCause;
import org.junit.jupiter.api.Test;

class DeadLetterHeaderTest {
    private static final int AT = 8;
    private static final int END = 2_048;

    private final MappedRegion region = MappedRegion.onHeapOutside(END);

    private DeadLetterHeader read() {
        return DeadLetterHeader.read(region, AT, DeadLetterHeader.length(region, AT, END));
    }

    @Test
    void whatIsWrittenIsRead() {
        for (DeadLetterCause cause : DeadLetterCause.values()) {
            DeadLetterHeader header =
                    new DeadLetterHeader(7, 3, new ReturnReason(cause, "für nichts"), 1_234_567L, 1_000_000L);
            header.write(region, AT);
            assertThat(read()).isEqualTo(header);
            assertThat(DeadLetterHeader.length(region, AT, END)).isEqualTo(header.length());
        }
    }

    @Test
    void aLongReasonIsCutBetweenTwoCharacters() {
        new DeadLetterHeader(7, 3, new ReturnReason(DeadLetterCause.REJECTED, "x" + "ü".repeat(5_000)), 1, 1)
                .write(region, AT);
        assertThat(read().reason().text()).isEqualTo("x" + "ü".repeat(499));
        assertThat(DeadLetterHeader.length(region, AT, END)).isLessThan(END - AT);
    }

    /** It had no cause and no time, and what is there now was not written: any bytes. */
    @Test
    void aHeaderOfTheFirstVersionIsRead() {
        byte[] reason = "its consumer died".getBytes(UTF_8);
        region.setLong(AT, 7);
        region.setInt(AT + 8, 24 + reason.length);
        region.setInt(AT + 12, 24);
        region.setInt(AT + 16, 5);
        region.setInt(AT + 20, 3);
        region.putBytes(AT + 24, reason);
        assertThat(read())
                .isEqualTo(new DeadLetterHeader(
                        7, 5, new ReturnReason(DeadLetterCause.UNKNOWN, "its consumer died"), 0, 0));
    }

    @Test
    void aHeaderThatIsNotWholeIsNone() {
        new DeadLetterHeader(7, 3, new ReturnReason(DeadLetterCause.REJECTED, "why"), 1, 1).write(region, AT);
        assertThat(DeadLetterHeader.length(region, AT, AT + 20)).isNegative();
        assertThat(DeadLetterHeader.length(region, AT, AT + 33)).isNegative();
        region.setInt(AT + 12, 8);
        assertThat(DeadLetterHeader.length(region, AT, END)).isNegative();
    }
}
