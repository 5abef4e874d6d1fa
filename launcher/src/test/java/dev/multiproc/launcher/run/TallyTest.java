package dev.multiproc.launcher.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.launcher.run.Ledger.Counter;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TallyTest {
    private static final int COOKS = 2;
    private static final int ITEMS = 70;

    @TempDir
    private Path directory;

    private final Tally tally = new Tally(COOKS);
    private int ledgers;

    @BeforeEach
    void bothCooksPutAll() throws IOException {
        addCook(0, ITEMS);
        addCook(1, ITEMS);
    }

    @Test
    void whenEachItemIsFinishedOnceNothingIsLostOrTwice() throws IOException {
        assertThat(addEater(0, 100)).isEqualTo(100);
        assertThat(addEater(100, 140)).isEqualTo(40);

        assertThat(tally.figures()).isEqualTo(new QueueFigures(140, 140, 140, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void anItemThatNobodyFinishedIsLost() throws IOException {
        addEater(0, 69);
        addEater(70, 140);

        assertThat(tally.figures().lost()).isEqualTo(1);
        assertThat(tally.figures().done()).isEqualTo(139);
    }

    @Test
    void anItemThatIsStillInTheQueueOrDeadLetteredIsNotLost() throws IOException {
        addEater(2, 140);
        tally.addLeft(food(0, 0));
        tally.addDeadLetter(food(1, 0));

        assertThat(tally.figures()).isEqualTo(new QueueFigures(140, 138, 138, 0, 1, 1, 0, 0, 0, 0));
    }

    @Test
    void itemsFinishedByTwoEatersAreCounted() throws IOException {
        addEater(0, 80);
        addEater(60, 140);

        assertThat(tally.figures().duplicated()).isEqualTo(20);
        assertThat(tally.figures().done()).isEqualTo(140);
        assertThat(tally.figures().lost()).isZero();
    }

    @Test
    void anItemFinishedTwiceByOneEaterIsCounted() throws IOException {
        Path file = ledger();
        try (Ledger ledger = Ledger.open(file)) {
            ledger.finished(5);
            ledger.finished(5);
            ledger.finished(5);
        }

        assertThat(tally.addEater(Ledger.read(file))).isEqualTo(3);
        assertThat(tally.figures().duplicated()).isEqualTo(2);
    }

    @Test
    void anItemThatTurnsUpWasPutAlsoWhenItsCookDiedBeforeItCouldSaySo() throws IOException {
        Tally other = new Tally(COOKS);
        other.addLeft(food(1, 4));

        assertThat(other.figures().put()).isEqualTo(5);
    }

    @Test
    void aLedgerGrowsWithItsItems() throws IOException {
        long farItem = 10_000_001;
        Path file = ledger();
        try (Ledger ledger = Ledger.open(file)) {
            ledger.latency(7);
            ledger.finished(3);
            ledger.finished(farItem);
            ledger.finished(farItem);
        }
        Tally other = new Tally(COOKS);

        assertThat(other.addEater(Ledger.read(file))).isEqualTo(3);
        assertThat(other.figures().done()).isEqualTo(2);
        assertThat(other.figures().duplicated()).isEqualTo(1);
        assertThat(other.figures().put()).isEqualTo(farItem / COOKS + 1);
        assertThat(other.latency().max()).isEqualTo(7);
    }

    @Test
    void latenciesOfAllEatersCountTogether() throws IOException {
        for (long micros : new long[] {10, 20}) {
            Path file = ledger();
            try (Ledger ledger = Ledger.open(file)) {
                ledger.latency(micros);
                ledger.latency(-1);
            }
            tally.addEater(Ledger.read(file));
        }

        assertThat(tally.latency()).isEqualTo(new Latency(0, 20, 20));
    }

    private void addCook(int index, long put) throws IOException {
        Path file = ledger();
        try (Ledger ledger = Ledger.open(file)) {
            ledger.set(Counter.PUT, put);
        }
        tally.addCook(index, Ledger.read(file));
    }

    private long addEater(int fromItem, int toItem) throws IOException {
        Path file = ledger();
        try (Ledger ledger = Ledger.open(file)) {
            for (int item = fromItem; item < toItem; item++) {
                ledger.add(Counter.TAKEN, 1);
                ledger.finished(item);
            }
        }
        return tally.addEater(Ledger.read(file));
    }

    private static Food food(int cook, int number) {
        return new Food(0, cook, number, 0, new byte[0]);
    }

    private Path ledger() throws IOException {
        Path file = directory.resolve("ledger" + ledgers++);
        Ledger.create(file);
        return file;
    }
}
