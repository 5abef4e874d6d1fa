package dev.multiproc.internal.memory;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MemoryWarmUpTest {
    @Test
    void allItsClassesCanBeInitialized() {
        assertThatCode(MemoryWarmUp::run).doesNotThrowAnyException();
    }
}
