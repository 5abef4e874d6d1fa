package dev.multiproc.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A manager of a program that is a module, which has nothing open. */
@ExtendWith(LeavesNothingBehind.class)
class ManagerOfAModuleIT {
    private static final int FIRST_WITH_NATIVE_ACCESS = 24;

    @TempDir
    private Path directory;

    @Test
    void itServesTheModulesOwnTypes() throws Exception {
        Path classes = new Workshop(directory)
                .compiled(
                        List.of("-p", Workshop.libraryPath()),
                        Workshop.SOURCES.resolve("program/src/buns/Pantry.java"),
                        Workshop.SOURCES.resolve("module/module-info.java"));
        List<String> command = new ArrayList<>();
        if (Runtime.version().feature() >= FIRST_WITH_NATIVE_ACCESS) {
            command.add("--enable-native-access=dev.multiproc.core,com.sun.jna");
        }
        command.addAll(List.of("-p", Workshop.libraryPath() + File.pathSeparator + classes, "-m", "buns/buns.Pantry"));
        try (ParentProgram program = Workshop.java(command.toArray(String[]::new))) {
            int code = program.exitCode();
            assertThat(program.errors()).isEmpty();
            assertThat(program.output()).containsExactly("empty", "[bao] {bao=1}");
            assertThat(code).isZero();
        }
    }
}
