package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
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
        assertThat(options.childOptions().environment()).containsEntry("NAME", "a=b");
        assertThat(options.exitGrace()).isEqualTo(Duration.ofDays(1));
        assertThat(USUAL.exitGrace()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void equalOnesSayTheSame() {
        Options options = USUAL.withJvmArgs("-Da=1").withSpares(2);
        assertThat(options)
                .isEqualTo(USUAL.withSpares(2).withJvmArgs("-Da=1"))
                .hasSameHashCodeAs(USUAL.withSpares(2).withJvmArgs("-Da=1"))
                .isNotEqualTo(USUAL.withSpares(2));
        assertThat(USUAL.withEnvironment(Map.of("KEY", "secret")).toString())
                .contains("KEY")
                .doesNotContain("secret");
    }

    @Test
    void aChildsOwnComeOnTopOfThoseOfAll() {
        ChildOptions all = ChildOptions.defaults()
                .withJvmArgs("-Da=1")
                .withMaxHeap(64 << 20)
                .withEnvironment(Map.of("A", "1", "B", "1"))
                .withClassPath(Path.of("all"))
                .withWorkingDirectory(Path.of("/"));
        ChildOptions own = ChildOptions.defaults()
                .withJvmArgs("-Da=2")
                .withEnvironment(Map.of("B", "2"))
                .withClassPath(Path.of("own"))
                .withIgnoreInterruptSignal(true);
        ChildOptions both = all.plus(own);
        assertThat(both.jvmArgs()).containsExactly("-Da=1", "-Da=2");
        assertThat(both.maxHeap()).hasValue(64 << 20);
        assertThat(both.environment()).isEqualTo(Map.of("A", "1", "B", "2"));
        assertThat(both.classPath()).containsExactly(Path.of("own"), Path.of("all"));
        assertThat(both.workingDirectory()).hasValue(Path.of("/"));
        assertThat(both.javaHome()).isEmpty();
        assertThat(both.ignoreInterruptSignal()).isTrue();
        assertThat(all.plus(ChildOptions.defaults())).isEqualTo(all);
        assertThat(ChildOptions.defaults().plus(own)).isEqualTo(own);
    }

    @Test
    void aHeapThatNoJvmStartsWithIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChildOptions.defaults().withMaxHeap(1024))
                .withMessageContaining("maxHeap=1024");
    }

    @Test
    void aChildsOwnOutputTakesThePlaceOfThatOfAll() {
        Consumer<ChildOutput.Line> consumer = line -> {};
        ChildOptions lines = ChildOptions.defaults().withOutput(ChildOutput.lines(consumer));
        assertThat(lines.output()).hasValue(ChildOutput.lines(consumer));
        assertThat(lines).isNotEqualTo(ChildOptions.defaults().withOutput(ChildOutput.lines(line -> {})));
        ChildOptions discarded = ChildOptions.defaults().withOutput(ChildOutput.discard());
        assertThat(lines.plus(discarded)).isEqualTo(discarded);
        assertThat(lines.plus(ChildOptions.defaults())).isEqualTo(lines);
        assertThat(lines.withoutOutput())
                .isEqualTo(ChildOptions.defaults())
                .hasSameHashCodeAs(discarded.withoutOutput());
        assertThat(USUAL.withOutput(ChildOutput.toFile(Path.of("log")))
                        .childOptions()
                        .output()
                        .orElseThrow()
                        .file())
                .hasValue(Path.of("log").toAbsolutePath());
    }
}
