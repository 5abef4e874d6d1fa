package dev.multiproc.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.ChildOptions;
import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.ProcessTask;
import dev.multiproc.internal.control.ProcessTable;
import dev.multiproc.internal.control.ProcessTable.Reservation;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How many files of JVM arguments a process keeps for its children. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class ArgumentFilesTest {
    private static final int CHILDREN = 50;
    private static final ProcessTask TASK = ArgumentFilesTest::work;

    @TempDir
    private Path directory;

    private LocalSession session;
    private Children children;

    private static void work() {}

    @BeforeEach
    void open() {
        session = (LocalSession) Multiprocessing.open(
                Options.defaults().withBaseDirectory(directory).withClassArchive(false));
        // Its own, beside those of the session: nothing is started here.
        children = new Children(
                session.membership(),
                session.membership().directory(),
                new ProcessTable(session.context().control()),
                null);
    }

    @AfterEach
    void close() {
        session.close();
        session = null;
        children = null;
    }

    /** All that is done for a child but to start it. */
    private void prepare(ChildOptions options) {
        Reservation prepared = children.prepare("child", "", false, options, TASK);
        children.cancelled(prepared, new JvmChild(children, "child", "", false, TASK));
    }

    private long files() throws IOException {
        try (Stream<Path> files =
                Files.list(session.membership().directory().root().resolve(SessionDirectory.TASKS))) {
            return files.filter(file -> file.getFileName().toString().contains(".args"))
                    .count();
        }
    }

    @Test
    void childrenThatDifferInTheirEnvironmentShareOne() throws IOException {
        for (int i = 0; i < CHILDREN; i++) {
            prepare(ChildOptions.defaults()
                    .withEnvironment(Map.of("NUMBER", Integer.toString(i)))
                    .withWorkingDirectory(directory.resolve(Integer.toString(i)))
                    .withIgnoreInterruptSignal(i % 2 == 0));
        }
        prepare(ChildOptions.defaults());
        assertThat(files()).isEqualTo(1);
    }

    @Test
    void whatTheFileDependsOnMakesAnother() throws IOException {
        prepare(ChildOptions.defaults());
        prepare(ChildOptions.defaults().withJvmArgs("-Dnumber=1"));
        prepare(ChildOptions.defaults().withMaxHeap(64L << 20));
        prepare(ChildOptions.defaults().withClassPath(directory));
        // Its flags decide what else a child is given.
        prepare(ChildOptions.defaults().withEnvironment(Map.of("JAVA_TOOL_OPTIONS", "-Dnumber=2")));
        assertThat(files()).isEqualTo(5);
    }
}
