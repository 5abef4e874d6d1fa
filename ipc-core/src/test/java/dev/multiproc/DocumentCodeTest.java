package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.testing.LeavesNothingBehind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The programs in the documents compile, and print what they should. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class DocumentCodeTest {
    private static final String FENCE = "```";

    @TempDir
    private Path directory;

    @Test
    void thePageAboutQueues() throws Exception {
        assertThat(output("queues.md", "Orders"))
                .containsExactly(
                        "REJECTED: an order without a name",
                        "1 back in the queue, 0 dead letters",
                        "prices: 3, orders: 0");
    }

    @Test
    void thePageAboutConnections() throws Exception {
        assertThat(output("listener.md", "Sums")).containsExactly("the sum is 6");
    }

    @Test
    void thePageAboutPools() throws Exception {
        assertThat(output("pools.md", "Squares"))
                .containsExactly("[0, 1, 4, 9]", "50", "16", "25", "died with 3", "81", "a model");
    }

    @Test
    void thePageAboutManagers() throws Exception {
        assertThat(output("managers.md", "Shared"))
                .containsExactly("{a=3, b=3}", "[hello] and []", "an account with 50", "no more than 50");
        assertThat(output("managers.md", "Remote")).containsExactly("{a=1}");
    }

    /** Compiles a program of a document and runs it in this process. */
    private String[] output(String document, String name) throws Exception {
        String text = Files.readString(Path.of("..", "docs", document));
        int begin = text.lastIndexOf(FENCE + "java", text.indexOf("public class " + name + " {"))
                + (FENCE + "java\n").length();
        Path source =
                Files.writeString(directory.resolve(name + ".java"), text.substring(begin, text.indexOf(FENCE, begin)));
        String classPath = System.getProperty("java.class.path");
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", classPath, "-d", directory.toString(), source.toString());
        assertThat(compiled).isZero();
        PrintStream console = System.out;
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
            loader.loadClass(name).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(console);
        }
        return output.toString(StandardCharsets.UTF_8).lines().toArray(String[]::new);
    }
}
