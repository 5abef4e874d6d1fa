package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What cannot be is refused when it is said, and not when a child is to be started with it. */
class OptionsTest {
    private static final Options USUAL = Options.defaults();

    @Test
    void textsThatTheOperatingSystemWouldCutAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> USUAL.withEnvironment(Map.of("NAME", "secret\0value")))
                .withMessageContaining("NAME")
                .withMessageContaining("NUL")
                .withMessageNotContaining("secret");
        for (String name : new String[] {"", "A=B", "A\0"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> USUAL.withEnvironment(Map.of(name, "value")));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> USUAL.withJvmArgs("-Da=\0"));
    }

    @Test
    void aPatternThatIsNoneAndANegativeGraceAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> USUAL.withDeserializationFilter("maxdepth=x"));
        assertThatIllegalArgumentException().isThrownBy(() -> USUAL.withExitGrace(Duration.ofSeconds(-1)));
    }

    @Test
    void whatCanBeIsKept() {
        Options options = USUAL.withEnvironment(Map.of("NAME", "a=b")).withExitGrace(Duration.ofDays(1));
        assertThat(options.environment()).containsEntry("NAME", "a=b");
        assertThat(options.exitGrace()).isEqualTo(Duration.ofDays(1));
        assertThat(USUAL.exitGrace()).isEqualTo(Duration.ofSeconds(5));
    }
}
