package dev.multiproc.internal.session;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WorkerWarmUpTest {
    @Test
    void itsClassesExist() {
        assertThatCode(WorkerWarmUp::run).doesNotThrowAnyException();
    }
}
