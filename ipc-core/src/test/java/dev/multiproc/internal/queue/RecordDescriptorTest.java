package dev.multiproc.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.MappedRegion;
import org.junit.jupiter.api.Test;

class RecordDescriptorTest {
    @Test
    void aRecordLiesAsItsPictureSays() {
        assertThat(RecordDescriptor.WORD_OFFSET).isEqualTo(0);
        assertThat(RecordDescriptor.LENGTH_OFFSET).isEqualTo(8);
        assertThat(RecordDescriptor.FORM_OFFSET).isEqualTo(12);
        assertThat(RecordDescriptor.PAYLOAD_OFFSET).isEqualTo(16);
        assertThat(RecordDescriptor.recordLength(0)).isEqualTo(16);
        assertThat(RecordDescriptor.recordLength(1)).isEqualTo(24);
        assertThat(RecordDescriptor.recordLength(8)).isEqualTo(24);
    }

    @Test
    void aZeroedWordIsUnpublished() {
        assertThat(RecordDescriptor.state(0)).isEqualTo(RecordDescriptor.UNPUBLISHED);
    }

    @Test
    void aWordKeepsItsNumberThroughItsLife() {
        long sequence = (1L << 40) - 1;
        long ready = RecordDescriptor.ready(sequence);
        assertThat(ready).isEqualTo(0xffff_ffff_ff00_0001L);
        long claimed = RecordDescriptor.claimed(ready, 1023);
        assertThat(RecordDescriptor.state(claimed)).isEqualTo(RecordDescriptor.CLAIMED);
        assertThat(RecordDescriptor.slot(claimed)).isEqualTo(1023);
        assertThat(RecordDescriptor.deliveries(claimed)).isEqualTo(1);
        long returned = RecordDescriptor.withState(claimed, RecordDescriptor.RETURNED);
        long again = RecordDescriptor.claimed(returned, 7);
        assertThat(RecordDescriptor.deliveries(again)).isEqualTo(2);
        assertThat(RecordDescriptor.slot(again)).isEqualTo(7);
        assertThat(RecordDescriptor.sequence(again, sequence)).isEqualTo(sequence);
        long moving = RecordDescriptor.withState(again, RecordDescriptor.MOVING);
        assertThat(RecordDescriptor.slot(moving)).isEqualTo(7);
        assertThat(RecordDescriptor.deliveries(moving)).isEqualTo(2);
        assertThat(RecordDescriptor.sequence(moving, sequence)).isEqualTo(sequence);
    }

    @Test
    void whoMovesAnItemInThePlaceOfItsOwnerBecomesItsOwner() {
        long claimed = RecordDescriptor.claimed(RecordDescriptor.ready(5), 1023);
        long moving = RecordDescriptor.moving(claimed, 7);
        assertThat(RecordDescriptor.state(moving)).isEqualTo(RecordDescriptor.MOVING);
        assertThat(RecordDescriptor.slot(moving)).isEqualTo(7);
        assertThat(RecordDescriptor.deliveries(moving)).isEqualTo(1);
        assertThat(RecordDescriptor.sequence(moving, 0)).isEqualTo(5);
    }

    @Test
    void aRecordOfAJoinableQueueHasItsDueTimeBeforeItsPayload() {
        MappedRegion region = MappedRegion.onHeapOutside(64);
        region.setInt(RecordDescriptor.LENGTH_OFFSET, 8);
        RecordDescriptor.setDue(region, 0, 77);
        assertThat(region.getLong(16)).as("no room in this one").isZero();
        assertThat(RecordDescriptor.due(region, 0)).isZero();
        region.setInt(RecordDescriptor.FORM_OFFSET, RecordDescriptor.TIMED);
        RecordDescriptor.setDue(region, 0, 77);
        assertThat(region.getLong(16)).isEqualTo(77);
        assertThat(RecordDescriptor.due(region, 0)).isEqualTo(77);
        assertThat(RecordDescriptor.isWhole(region, 0, 24)).isTrue();
        region.setInt(RecordDescriptor.LENGTH_OFFSET, 7);
        assertThat(RecordDescriptor.isWhole(region, 0, 24)).isFalse();
    }

    @Test
    void aNumberBeyondTheWordsBitsIsFoundByOneThatIsNear() {
        long edge = 1L << 40;
        for (long base : new long[] {0, edge, 5 * edge, Long.MAX_VALUE - 3 * edge}) {
            for (long sequence : new long[] {base, base + 1, base + edge - 1, base + edge}) {
                long word = RecordDescriptor.ready(sequence);
                for (long near : new long[] {sequence, sequence + 1, sequence + edge / 2, sequence - edge / 2 + 1}) {
                    assertThat(RecordDescriptor.sequence(word, near)).isEqualTo(sequence);
                }
            }
        }
    }

    @Test
    void theCountOfDeliveriesStaysAtItsLimit() {
        long word = RecordDescriptor.ready(1);
        for (int i = 0; i < 300; i++) {
            word = RecordDescriptor.claimed(word, 1);
        }
        assertThat(RecordDescriptor.deliveries(word)).isEqualTo(255);
        assertThat(RecordDescriptor.sequence(word, 0)).isEqualTo(1);
    }

    @Test
    void theTimeOfAPutIsRightForHalfAYear() {
        long day = 24 * 3_600;
        for (long put : new long[] {0, 1, (1L << 24) - 2, (1L << 24) - 1, 1L << 24, 1_800_000_000L}) {
            int form = RecordDescriptor.putAt(RecordDescriptor.TIMED | RecordDescriptor.CHECKED, put);
            assertThat(form & 0xff).isEqualTo(RecordDescriptor.TIMED | RecordDescriptor.CHECKED);
            for (long later : new long[] {0, 1, day, 190 * day, -1, -day / 2}) {
                assertThat(RecordDescriptor.putMillis(form, (put + later) * 1_000 + 999))
                        .isEqualTo(put * 1_000);
            }
        }
        assertThat(RecordDescriptor.putMillis(RecordDescriptor.TIMED, 1)).isZero();
    }

    @Test
    void everySlotFitsTheWordAndTheWordsFitTheObject() {
        assertThat(RecordDescriptor.slot(RecordDescriptor.claimed(0, ControlDescriptor.SLOT_COUNT - 1)))
                .isEqualTo(ControlDescriptor.SLOT_COUNT - 1);
        assertThat(QueueCounters.LENGTH)
                .isLessThanOrEqualTo(ControlDescriptor.OBJECT_LENGTH - ControlDescriptor.OBJECT_WORDS_OFFSET);
    }
}
