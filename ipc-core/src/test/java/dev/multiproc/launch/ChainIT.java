package dev.multiproc.launch;

import static dev.multiproc.launch.Workshop.SOURCES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A program each of whose children would start the next is stopped, in words. */
@ExtendWith(LeavesNothingBehind.class)
class ChainIT {
    @TempDir
    private Path directory;

    private ParentProgram run(String name) throws Exception {
        Path classes = new Workshop(directory).compiled(SOURCES.resolve("chain/" + name + ".java"));
        return Workshop.java("-cp", Workshop.libraryPath() + ":" + classes, name);
    }

    private static void assertRefused(ParentProgram program, String initializer) throws Exception {
        assertThat(program.exitCode()).isZero();
        program.awaitFamilysEnd();
        assertThat(String.join("\n", program.errors()))
                .containsOnlyOnce("an attempt has been made to start a new process before the current process has"
                        + " finished its bootstrapping phase: the static initializer of " + initializer);
    }

    @Test
    void whereAStaticInitializerStartsAChildOfItsOwnClass() throws Exception {
        try (ParentProgram program = run("OfItself")) {
            assertRefused(program, "OfItself");
            assertThat(program.output()).containsExactly("exit code 1");
        }
    }

    @Test
    void whereItStartsAChildThatComesBackToIt() throws Exception {
        try (ParentProgram program = run("OfAnother")) {
            assertRefused(program, "Starter");
            assertThat(program.output()).containsExactly("works", "works");
        }
    }
}
