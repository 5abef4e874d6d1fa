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
    void bothProducersPutAllItems() throws IOException {
        addProducer(0, ITEMS);
        addProducer(1, ITEMS);
    }

    @Test
    void nothingIsLostOrDuplicatedWhenEachItemIsFinishedOnce() throws IOException {
        assertThat(addConsumer(0, 100)).isEqualTo(100);
        assertThat(addConsumer(100, 140)).isEqualTo(40);

        assertThat(totals.queueFigures()).isEqualTo(new QueueFigures(140, 140, 140, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void anItemThatNobodyFinishedIsLost() throws IOException {
        addConsumer(0, 69);
        addConsumer(70, 140);

        assertThat(totals.queueFigures().lost()).isEqualTo(1);
        assertThat(totals.queueFigures().done()).isEqualTo(139);
    }

    @Test
    void anItemThatIsStillInTheQueueOrDeadLetteredIsNotLost() throws IOException {
        addConsumer(2, 140);
        totals.addLeft(item(0, 0));
        totals.addDeadLetter(item(1, 0));

        assertThat(totals.queueFigures()).isEqualTo(new QueueFigures(140, 138, 138, 0, 0, 1, 1, 0, 0, 0, 0));
    }

    @Test
    void itemsFinishedByTwoConsumersAreCounted() throws IOException {
        addConsumer(0, 80);
        addConsumer(60, 140);

        assertThat(totals.queueFigures().duplicated()).isEqualTo(20);
        assertThat(totals.queueFigures().done()).isEqualTo(140);
        assertThat(totals.queueFigures().lost()).isZero();
    }

    @Test
    void anItemFinishedTwiceByOneConsumerIsCounted() throws IOException {
        Path file = journal();
        try (WorkerJournal journal = WorkerJournal.open(file)) {
            journal.addFinished(5);
            journal.addFinished(5);
            journal.addFinished(5);
        }

        assertThat(totals.addConsumer(WorkerJournal.read(file))).isEqualTo(3);
        assertThat(totals.queueFigures().duplicated()).isEqualTo(2);
    }

    @Test
    void anItemIsCountedAsPutEvenIfItsProducerDiedBeforeRecordingIt() throws IOException {
        RunTotals other = new RunTotals(PRODUCERS);
        other.addLeft(item(1, 4));

        assertThat(other.queueFigures().put()).isEqualTo(5);
    }

    @Test
    void aJournalGrowsWithItsGreatestItem() throws IOException {
        long farItem = 10_000_001;
        Path file = journal();
        try (WorkerJournal journal = WorkerJournal.open(file)) {
            journal.addLatency(7);
            journal.addFinished(3);
            journal.addFinished(farItem);
            journal.addFinished(farItem);
        }
        RunTotals other = new RunTotals(PRODUCERS);

        assertThat(other.addConsumer(WorkerJournal.read(file))).isEqualTo(3);
        assertThat(other.queueFigures().done()).isEqualTo(2);
        assertThat(other.queueFigures().duplicated()).isEqualTo(1);
        assertThat(other.queueFigures().put()).isEqualTo(farItem / PRODUCERS + 1);
        assertThat(other.latency().max()).isEqualTo(7);
    }

    @Test
    void latenciesOfAllConsumersAreCombined() throws IOException {
        for (long micros : new long[] {10, 20}) {
            Path file = journal();
            try (WorkerJournal journal = WorkerJournal.open(file)) {
                journal.addLatency(micros);
                journal.addLatency(-1);
            }
            totals.addConsumer(WorkerJournal.read(file));
        }

        assertThat(totals.latency()).isEqualTo(new Latency(0, 20, 20, 20, 20));
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
                journal.addFinished(item);
            }
        }
        return totals.addConsumer(WorkerJournal.read(file));
    }

    private static Item item(int producer, int number) {
        return new Item(0, producer, number, 0, false, new byte[0]);
    }

    private Path journal() throws IOException {
        Path file = directory.resolve("journal" + journals++);
        WorkerJournal.create(file);
        return file;
    }
}
