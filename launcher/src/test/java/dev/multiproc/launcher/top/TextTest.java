package dev.multiproc.launcher.top;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.launcher.output.TerminalSize;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The texts on the screen of {@code top}. */
class TextTest {
    private static final TerminalSize SMALL = new TerminalSize(6, 20);

    @Test
    void chineseTakesTwoColumns() {
        assertThat(TextWidth.of("包子1")).isEqualTo(5);
        assertThat(TextWidth.cut("包子1", 3)).isEqualTo("包");
        assertThat(TextWidth.padLeft("包", 4)).isEqualTo("  包");
    }

    /** A name could otherwise change the terminal. */
    @Test
    void controlCharactersAreShownAsQuestionMarks() {
        assertThat(TextWidth.cut("a\033[2Jb\n", 10)).isEqualTo("a?[2Jb?");
    }

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        TextTable table = new TextTable("NAME", " COUNT", "LAST");
        table.add("包子", "1", "x");
        table.add("a", "123456", "a longer one");
        assertThat(table.lines()).containsExactly("NAME   COUNT  LAST", "包子       1  x", "a     123456  a longer one");
    }

    @Test
    void aRateIsKnownFromTheSecondLookOn() {
        Rates rates = new Rates();
        rates.begin(1_000_000_000L);
        assertThat(rates.perSecond("a", 10)).isEmpty();
        rates.end();
        rates.begin(3_000_000_000L);
        assertThat(rates.perSecond("a", 30)).hasValue(10);
        assertThat(rates.percent("unknown", OptionalDouble.empty())).isEmpty();
        rates.end();
        rates.begin(4_000_000_000L);
        assertThat(rates.perSecond("a", 5)).as("another process with that pid").isEmpty();
    }

    @Test
    void durationsHaveTwoUnitsAtMost() {
        assertThat(List.of(59L, 61L, 3_660L, 90_000L))
                .extracting(seconds -> SampleText.duration(OptionalLong.of(seconds)))
                .containsExactly("59s", "1m1s", "1h1m", "1d1h");
        assertThat(SampleText.duration(OptionalLong.empty())).isEqualTo("-");
    }

    @Test
    void aSmallScreenShowsTheSelectedProcess() {
        TopScreen screen = new TopScreen(Order.START, false);
        Sample sample = sample(20);
        assertThat(screen.lines(sample, SMALL))
                .hasSize(6)
                .allMatch(line -> plain(line).length() <= 20);
        screen.move(sample, 15);
        assertThat(screen.selectedPid()).isEqualTo(116);
        assertThat(screen.lines(sample, SMALL)).hasSize(6).anyMatch(line -> line.startsWith("\033[7mworker-15"));
        screen.move(sample, 100);
        assertThat(screen.selectedPid()).isEqualTo(120);
        screen.move(sample, -100);
        assertThat(screen.selectedPid()).isEqualTo(101);
    }

    @Test
    void sortingTurnsThroughAllOrders() {
        Sample sample = sample(3);
        assertThat(Order.MEMORY.sorted(sample.processes()))
                .extracting(Sample.ProcessRow::pid)
                .containsExactly(103L, 102L, 101L);
        Order order = Order.START;
        for (int i = 0; i < Order.values().length; i++) {
            order = order.next();
        }
        assertThat(order).isEqualTo(Order.START);
    }

    private static String plain(String line) {
        return line.replaceAll("\033\\[[0-9]*m", "");
    }

    private static Sample sample(int processes) {
        List<Sample.ProcessRow> rows = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            rows.add(new Sample.ProcessRow(
                    "worker-" + i,
                    101 + i,
                    OptionalLong.of(100),
                    "working",
                    OptionalDouble.empty(),
                    OptionalLong.of(i),
                    0,
                    OptionalDouble.empty(),
                    0,
                    OptionalLong.empty()));
        }
        return new Sample("/s", false, Instant.EPOCH, rows, List.of(), List.of(), List.of(), List.of(), List.of());
    }
}
