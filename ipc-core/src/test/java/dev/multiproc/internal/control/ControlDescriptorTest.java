package dev.multiproc.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A changed number here needs a new {@link ControlDescriptor#VERSION}: processes of two versions may meet in one session. */
class ControlDescriptorTest {
    @Test
    void theHeaderLiesWhereVersionSevenHasIt() {
        assertThat(ControlDescriptor.VERSION).isEqualTo(7);
        assertThat(ControlDescriptor.MAGIC_OFFSET).isEqualTo(0);
        assertThat(ControlDescriptor.VERSION_OFFSET).isEqualTo(8);
        assertThat(ControlDescriptor.FLAGS_OFFSET).isEqualTo(12);
        assertThat(ControlDescriptor.SESSION_ID_OFFSET).isEqualTo(16);
        assertThat(ControlDescriptor.CREATED_MILLIS_OFFSET).isEqualTo(32);
        assertThat(ControlDescriptor.CHECKED_LENGTH).isEqualTo(40);
        assertThat(ControlDescriptor.NONCE_OFFSET).isEqualTo(48);
        assertThat(ControlDescriptor.SLOT_LIMIT_OFFSET).isEqualTo(52);
        assertThat(ControlDescriptor.CHECKSUM_OFFSET).isEqualTo(64);
        assertThat(ControlDescriptor.BOOT_OFFSET).isEqualTo(72);
        assertThat(ControlDescriptor.TABLES_LOCK_OFFSET).isEqualTo(128);
        assertThat(ControlDescriptor.LOOKED_OFFSET).isEqualTo(256);
        assertThat(ControlDescriptor.START_PHASE_END_OFFSET).isEqualTo(384);
    }

    @Test
    void theTablesFollowOneAnother() {
        assertThat(ControlDescriptor.SLOTS_OFFSET).isEqualTo(4096);
        assertThat(ControlDescriptor.slotOffset(1)).isEqualTo(4096 + 256);
        assertThat(ControlDescriptor.OBJECTS_OFFSET).isEqualTo(266_240);
        assertThat(ControlDescriptor.objectOffset(1)).isEqualTo(266_240 + 1024);
        assertThat(ControlDescriptor.FILE_LENGTH).isEqualTo(1_314_816);
    }

    @Test
    void aSlotAndAnObjectFitTheirRecords() {
        assertThat(ControlDescriptor.SLOT_OCCUPANT_OFFSET).isEqualTo(0);
        assertThat(ControlDescriptor.SLOT_EXIT_OFFSET).isEqualTo(16);
        assertThat(ControlDescriptor.SLOT_NAME_OFFSET).isEqualTo(32);
        assertThat(ControlDescriptor.SLOT_NAME_OFFSET + ControlDescriptor.SLOT_NAME_BYTES)
                .isEqualTo(160);
        assertThat(ControlDescriptor.SLOT_START_TICKS_OFFSET).isEqualTo(160);
        assertThat(ControlDescriptor.SLOT_NAMESPACE_OFFSET).isEqualTo(168);
        assertThat(ControlDescriptor.SLOT_SWEEPER_OFFSET).isEqualTo(176);
        assertThat(ControlDescriptor.SLOT_WAKE_UP_OFFSET).isEqualTo(180);
        assertThat(ControlDescriptor.SLOT_WAITS_OFFSET).isEqualTo(192);
        assertThat(ControlDescriptor.OBJECT_NAME_OFFSET).isEqualTo(16);
        assertThat(ControlDescriptor.OBJECT_NAME_OFFSET + ControlDescriptor.OBJECT_NAME_BYTES)
                .isLessThanOrEqualTo(ControlDescriptor.OBJECT_WORDS_OFFSET);
        assertThat(ControlDescriptor.SLOT_OCCUPANT_OFFSET % Long.BYTES).isZero();
        assertThat(ControlDescriptor.SLOT_STARTED_MILLIS_OFFSET % Long.BYTES).isZero();
    }
}
