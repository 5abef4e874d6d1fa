package dev.multiproc.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.Multiprocessing;
import dev.multiproc.internal.control.ObjectTable;
import dev.multiproc.testing.LeavesNothingBehind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of an intention that is found when a durable session is opened again. */
@ExtendWith(LeavesNothingBehind.class)
class ForwardingTest {
    private Multiprocessing session;
    private LogEngine<String> from;
    private LogEngine<String> to;

    @BeforeEach
    void open() throws InterruptedException {
        session = Multiprocessing.open();
        from = ((JoinableLogQueue<String>) session.<String>joinableQueue()).log();
        to = ((LogQueue<String>) session.<String>queue()).log();
        session.<String>queue("other").put("x");
        from.offer("item");
        to.offer("result");
    }

    @AfterEach
    void close() {
        session.close();
    }

    /** As the process left it that forwarded the item, whose result has, or would have had, that number. */
    private void intend(long place, ObjectTable.Life source) {
        Claim claim = from.claim();
        long word = RecordDescriptor.forwarded(claim.word());
        to.counters.intention().set(source, claim.location(), word, place);
        claim.region().setLongVolatile(claim.offset(), word);
        claim.release();
    }

    private void reopen(boolean isNewBoot) {
        to.reconcile(isNewBoot);
        assertThat(to.counters.intention().isSet()).isFalse();
        from.settle();
    }

    @Test
    void theItemIsDoneIfItsResultIsThere() {
        intend(0, from.life());
        reopen(false);
        assertThat(from.unfinished()).isZero();
        assertThat(from.waiting()).isZero();
    }

    @Test
    void theItemIsDeliveredAgainIfItsResultIsNotThere() {
        intend(1, from.life());
        reopen(false);
        assertThat(from.waiting()).isOne();
        assertThat(from.claim().deliveries()).isEqualTo(2);
    }

    /** What was written at about the same time may have reached the disk in part. */
    @Test
    void afterACrashOfTheMachineTheItemIsDeliveredAgain() {
        intend(0, from.life());
        reopen(true);
        assertThat(from.waiting()).isOne();
        assertThat(from.deadLetters()).isEmpty();
    }

    @Test
    void whatIsDamagedIsNotBelieved() {
        intend(0, from.life());
        Intention intention = to.counters.intention();
        assertThat(intention.isSound()).isTrue();
        int place = to.counters.appendLock() + 64 + 24;
        to.counters.region().setLong(place, -1);
        assertThat(intention.isSound()).isFalse();
        reopen(false);
        assertThat(from.waiting()).isOne();
    }

    @Test
    void aQueueThatIsGoneNeedsNothing() {
        ObjectTable.Life life = from.life();
        intend(0, new ObjectTable.Life(life.index(), life.generation() + 1));
        reopen(false);
        assertThat(from.waiting()).isOne();
        intend(0, new ObjectTable.Life(5_000, 1));
        reopen(false);
        assertThat(from.waiting()).isOne();
    }
}
