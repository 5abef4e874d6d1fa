package dev.multiproc.launcher.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.launcher.run.WorkerJournal.Counter;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTotalsTest {
    private static final int PRODUCERS = 2;
    private static final int ITEMS = 70;

    @TempDir
    private Path directory;

    private final RunTotals totals = new RunTotals(PRODUCERS);
    private int journals;

    @BeforeEach
    void bothProducersPutAll() throws IOException {
        addProducer(0, ITEMS);
        addProducer(1, ITEMS);
    }

    @Test
    void whenEachItemIsFinishedOnceNothingIsLostOrTwice() throws IOException {
        assertThat(addConsumer(0, 100)).isEqualTo(100);
        assertThat(addConsumer(100, 140)).isEqualTo(40);

        assertThat(totals.figures()).isEqualTo(new QueueFigures(140, 140, 140, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void anItemThatNobodyFinishedIsLost() throws IOException {
        addConsumer(0, 69);
        addConsumer(70, 140);

        assertThat(totals.figures().lost()).isEqualTo(1);
        assertThat(totals.figures().done()).isEqualTo(139);
    }

    @Test
    void anItemThatIsStillInTheQueueOrDeadLetteredIsNotLost() throws IOException {
        addConsumer(2, 140);
        totals.addLeft(item(0, 0));
        totals.addDeadLetter(item(1, 0));

        assertThat(totals.figures()).isEqualTo(new QueueFigures(140, 138, 138, 0, 1, 1, 0, 0, 0, 0));
    }

    @Test
    void itemsFinishedByTwoConsumersAreCounted() throws IOException {
        addConsumer(0, 80);
        addConsumer(60, 140);

        assertThat(totals.figures().duplicated()).isEqualTo(20);
        assertThat(totals.figures().done()).isEqualTo(140);
        assertThat(totals.figures().lost()).isZero();
    }

    @Test
    void anItemFinishedTwiceByOneConsumerIsCounted() throws IOException {
        Path file = journal();
        try (WorkerJournal journal = WorkerJournal.open(file)) {
            journal.finished(5);
            journal.finished(5);
            journal.finished(5);
        }

        assertThat(totals.addConsumer(WorkerJournal.read(file))).isEqualTo(3);
        assertThat(totals.figures().duplicated()).isEqualTo(2);
    }

    @Test
    void anItemThatTurnsUpWasPutAlsoWhenItsProducerDiedBeforeItCouldSaySo() throws IOException {
        RunTotals other = new RunTotals(PRODUCERS);
        other.addLeft(item(1, 4));

        assertThat(other.figures().put()).isEqualTo(5);
    }

    @Test
    void aJournalGrowsWithItsItems() throws IOException {
        long farItem = 10_000_001;
        Path file = journal();
        try (WorkerJournal journal = WorkerJournal.open(file)) {
            journal.latency(7);
            journal.finished(3);
            journal.finished(farItem);
            journal.finished(farItem);
        }
        RunTotals other = new RunTotals(PRODUCERS);

        assertThat(other.addConsumer(WorkerJournal.read(file))).isEqualTo(3);
        assertThat(other.figures().done()).isEqualTo(2);
        assertThat(other.figures().duplicated()).isEqualTo(1);
        assertThat(other.figures().put()).isEqualTo(farItem / PRODUCERS + 1);
        assertThat(other.latency().max()).isEqualTo(7);
    }

    @Test
    void latenciesOfAllConsumersCountTogether() throws IOException {
        for (long micros : new long[] {10, 20}) {
            Path file = journal();
            try (WorkerJournal journal = WorkerJournal.open(file)) {
                journal.latency(micros);
                journal.latency(-1);
            }
            totals.addConsumer(WorkerJournal.read(file));
        }

        assertThat(totals.latency()).isEqualTo(new Latency(0, 20, 20));
    }

    private void addProducer(int index, long put) throws IOException {
        Path file = journal();
        try (WorkerJournal journal = WorkerJournal.open(file)) {
            journal.set(Counter.PUT, put);
        }
        totals.addProducer(index, WorkerJournal.read(file));
    }

    private long addConsumer(int fromItem, int toItem) throws IOException {
        Path file = journal();
        try (WorkerJournal journal = WorkerJournal.open(file)) {
            for (int item = fromItem; item < toItem; item++) {
                journal.add(Counter.TAKEN, 1);
                journal.finished(item);
            }
        }
        return totals.addConsumer(WorkerJournal.read(file));
    }

    private static Item item(int producer, int number) {
        return new Item(0, producer, number, 0, new byte[0]);
    }

    private Path journal() throws IOException {
        Path file = directory.resolve("ledger" + journals++);
        WorkerJournal.create(file);
        return file;
    }
}
