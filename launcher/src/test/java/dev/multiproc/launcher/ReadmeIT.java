package dev.multiproc.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in the README compiles and runs unchanged, in a JVM without flags for the library. */
class ReadmeIT {
    private static final String FENCE = "```";

    @TempDir
    private Path directory;

    @Test
    void theProgramInTheReadmeRuns() throws Exception {
        Path source = directory.resolve("Baozi.java");
        Files.writeString(source, firstJavaBlock(Files.readString(Path.of("..", "README.md"))));
        Path jar = Path.of("target", "multiproc.jar").toAbsolutePath();
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-cp",
                        jar.toString(),
                        "-encoding",
                        "UTF-8",
                        "-d",
                        directory.toString(),
                        source.toString());
        assertThat(compiled).isZero();

        Path output = directory.resolve("output");
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dfile.encoding=UTF-8",
                        "-Dstdout.encoding=UTF-8",
                        "-cp",
                        jar + java.io.File.pathSeparator + directory,
                        "Baozi")
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            program.descendants().forEach(ProcessHandle::destroyForcibly);
            program.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
        assertThat(program.exitValue()).isZero();
        assertThat(lines)
                .contains("egon 生产了 包子0", "egon 生产了 包子1", "egon 生产了 包子2")
                .containsSubsequence("alex 吃 包子0", "alex 吃 包子1", "alex 吃 包子2", "主")
                .hasSize(7);
    }

    private static String firstJavaBlock(String readme) {
        int begin = readme.indexOf(FENCE + "java") + (FENCE + "java\n").length();
        return readme.substring(begin, readme.indexOf(FENCE, begin));
    }
}
