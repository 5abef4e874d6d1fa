package dev.multiproc.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Wrong arguments of the commands for queues: exit code 2, one plain line, and the usage; nothing is made. */
class WrongQueueArgumentsTest {
    /** Made once, since that takes longer than all the rest. */
    private static final CommandLine COMMAND = Commands.line();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "put",
                "put a/b x",
                "put a!b x",
                "put q --no-such x",
                "get",
                "get q -n 0",
                "get q -n x",
                "get q --timeout 5",
                "get q extra",
                "work",
                "work q",
                "work q -j 0 -- true",
                "work q -j 2x -- true",
                "work q --retries 0 -- true",
                "work q --retries 251 -- true",
                "work q --timeout 0s -- true",
                "work q --timeout x% -- true",
                "work q --halt soon -- true",
                "work q --halt now,fail=0 -- true",
                "work q --follow --halt now,done=10% -- true",
                "work q --term-seq TERM -- true",
                "work q --term-seq NO,5 -- true",
                "work q --memfree lots -- true",
                "history",
                "history q extra",
                "history q --json=x"
            })
    void areSaidInOneLine(String arguments) {
        List<String> words = new ArrayList<>(List.of(arguments.split(" ")));
        int dashes = words.indexOf("--");
        words.addAll(
                dashes < 0 ? words.size() : dashes,
                List.of("--dir", directory.resolve("d").toString()));
        StringWriter err = new StringWriter();
        COMMAND.setErr(new PrintWriter(err));

        int exitCode = COMMAND.execute(words.toArray(String[]::new));

        List<String> lines = err.toString().lines().toList();
        assertThat(exitCode).as(err.toString()).isEqualTo(2);
        assertThat(lines.get(0)).startsWith("multiproc: ");
        assertThat(lines.get(1)).startsWith("Usage: multiproc " + words.get(0));
        assertThat(lines).noneMatch(line -> line.startsWith("\tat "));
        assertThat(directory).isEmptyDirectory();
        assertThat(Files.exists(directory.resolve("d"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"get q", "work q -- true", "history q"})
    void queueThatIsNotThereIsSaid(String arguments) {
        StringWriter err = new StringWriter();
        COMMAND.setErr(new PrintWriter(err));

        int exitCode = COMMAND.execute((arguments.replace(" q", " q --dir " + directory.resolve("d"))).split(" "));

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString().strip())
                .isEqualTo("multiproc: there is no queue 'q' in " + directory.resolve("d")
                        + ": 'multiproc put q' makes it");
        assertThat(directory).isEmptyDirectory();
    }
}
