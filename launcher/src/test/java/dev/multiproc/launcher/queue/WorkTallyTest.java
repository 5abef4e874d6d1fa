package dev.multiproc.launcher.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.launcher.job.Halt;
import org.junit.jupiter.api.Test;

class WorkTallyTest {
    private static WorkTally tally(String halt, int total) {
        return new WorkTally(new Halt.Converter().convert(halt), total);
    }

    @Test
    void workThatHasDeadLettersFailed() {
        WorkTally tally = tally("never", 2);
        assertThat(tally.add(true)).isFalse();
        assertThat(tally.isFailed()).isFalse();
        assertThat(tally.add(false)).isFalse();
        assertThat(tally.isFailed()).isTrue();
    }

    @Test
    void itIsSaidOnceThatTheWorkHasToStop() {
        WorkTally tally = tally("soon,fail=50%", 4);
        assertThat(tally.add(false)).isFalse();
        assertThat(tally.add(true)).isFalse();
        assertThat(tally.add(false)).isTrue();
        assertThat(tally.add(false)).isFalse();
        assertThat(tally.isFailed()).isTrue();
    }

    @Test
    void workThatWasToEndAtASuccessHasNotFailed() {
        WorkTally tally = tally("now,success=1", 4);
        assertThat(tally.add(false)).isFalse();
        assertThat(tally.isFailed()).isTrue();
        assertThat(tally.add(true)).isTrue();
        assertThat(tally.isFailed()).isFalse();
    }
}
