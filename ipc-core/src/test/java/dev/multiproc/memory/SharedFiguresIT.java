package dev.multiproc.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.entry;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ObjectExistsException;
import dev.multiproc.inspect.InspectedObject;
import dev.multiproc.testing.LeavesNothingBehind;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Numbers that a program shows to those who inspect its session. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class SharedFiguresIT {
    @TempDir
    private Path directory;

    private List<InspectedObject> inspect() {
        return Multiprocessing.inspect(directory.resolve("session")).objects();
    }

    @Test
    void processesWriteThemAndInspectionShowsThem() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(directory.resolve("session"))) {
            SharedFigures figures = mp.sharedFigures("oven", List.of("loaves", "degrees, in °C"));
            figures.set(1, -240);
            ChildProcess child = mp.process(() -> {
                        figures.add(0, 3);
                        figures.add(0, 4);
                    })
                    .start();
            child.join();
            assertThat(child.exitCode()).hasValue(0);
            assertThat(figures.get(0)).isEqualTo(7);
            assertThat(figures.name()).isEqualTo("oven");
            assertThat(figures.titles()).containsExactly("loaves", "degrees, in °C");
            assertThat(mp.sharedFigures("oven", figures.titles())).isSameAs(figures);
            assertThat(inspect()).singleElement().satisfies(object -> {
                assertThat(object.type()).isEqualTo("SharedFigures");
                assertThat(object.name()).isEqualTo("oven");
                assertThat(object.figures()).containsExactly(entry("loaves", 7L), entry("degrees, in °C", -240L));
            });
        }
        assertThat(inspect()).singleElement().satisfies(object -> assertThat(object.figures())
                .containsEntry("loaves", 7L));
    }

    @Test
    void whatCannotBeIsRefused() {
        try (Multiprocessing mp = Multiprocessing.open()) {
            assertThatIllegalArgumentException().isThrownBy(() -> mp.sharedFigures(List.of()));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> mp.sharedFigures(Collections.nCopies(SharedFigures.MAX_COUNT + 1, "x")));
            assertThatIllegalArgumentException().isThrownBy(() -> mp.sharedFigures(List.of("")));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> mp.sharedFigures(List.of("x".repeat(SharedFigures.MAX_TITLE_BYTES + 1))))
                    .withMessageContaining("bytes=40");
            List<String> most = Collections.nCopies(SharedFigures.MAX_COUNT, "x".repeat(SharedFigures.MAX_TITLE_BYTES));
            SharedFigures figures = mp.sharedFigures("most", most);
            assertThat(figures.titles()).isEqualTo(most);
            figures.set(SharedFigures.MAX_COUNT - 1, Long.MIN_VALUE);
            assertThat(figures.get(SharedFigures.MAX_COUNT - 1)).isEqualTo(Long.MIN_VALUE);
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> figures.get(SharedFigures.MAX_COUNT));
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> figures.set(-1, 0));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> mp.sharedFigures("most", List.of("other")))
                    .withMessageContaining("name=most");
            assertThatExceptionOfType(ObjectExistsException.class)
                    .isThrownBy(() -> mp.createOnly().sharedFigures("most", most));
        }
    }

    @Test
    void afterTheirDeletionTheNameIsFree() {
        SharedFigures second;
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedFigures first = mp.sharedFigures("oven", List.of("loaves"));
            assertThat(first.delete()).isTrue();
            assertThat(first.delete()).isFalse();
            first.set(0, 1);
            second = mp.sharedFigures("oven", List.of("rolls"));
            assertThat(second.get(0)).isZero();
            assertThat(mp.sharedFigures(List.of("rolls")).name()).contains("!");
        }
        assertThatIllegalStateException().isThrownBy(() -> second.get(0));
    }
}
