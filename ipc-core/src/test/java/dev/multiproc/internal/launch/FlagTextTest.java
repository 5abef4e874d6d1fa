package dev.multiproc.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flags in environment variables, read as the JVM and its launcher read them. */
class FlagTextTest {
    @TempDir
    private Path directory;

    @Test
    void quotesHoldWhiteSpace() {
        assertThat(FlagText.words(" -Da='b c'  \"-Dd=e\tf\" -Dg=\"h 'i'\"j\n-ea '' "))
                .containsExactly("-Da=b c", "-Dd=e\tf", "-Dg=h 'i'j", "-ea", "");
    }

    @Test
    void whatIsJoinedIsReadAgain() {
        List<String> words = List.of("-ea", "-Da=b c", "-Dd='e' \"f\"", "", "-Dg=\"", "-Dh=\\n", "-Di=j\nk");
        assertThat(FlagText.words(FlagText.join(words))).isEqualTo(words);
    }

    @Test
    void argumentFilesAreRead() throws Exception {
        Path file = directory.resolve("arguments");
        Files.writeString(file, "# a comment\n-ea -Da=b # another\n\"-Dc=d \\\"e\\\"\\n\\\n   f\"\n'-Dg=h\\\\i'\n");
        assertThat(FlagText.ofLauncher("-Dx=1 @" + file + " @@y"))
                .containsExactly("-Dx=1", "-ea", "-Da=b", "-Dc=d \"e\"\nf", "-Dg=h\\i", "@y");
    }

    @Test
    void whatIsWrittenToAnArgumentFileIsReadAgain() {
        List<String> words = List.of("-Da=b\nc\r\nd", "-De=\\ \"f\" #g", "-Dh='i'", "\tj\f");
        String text = String.join("\n", words.stream().map(ArgumentText::quoted).toList());
        assertThat(new ArgumentText(text).words()).isEqualTo(words);
    }

    @Test
    void filesOfTheJvmAreRead() throws Exception {
        Path file = Files.writeString(directory.resolve("flags"), "-XX:+UseG1GC\n'-Da=b c'\n");
        assertThat(FlagText.ofJvm("-ea -XX:VMOptionsFile=" + file)).containsExactly("-ea", "-XX:+UseG1GC", "-Da=b c");
    }

    @Test
    void aFileThatCannotBeReadHereStaysToBeReadByTheJvm() {
        String missing = directory.resolve("missing").toString();
        assertThat(FlagText.ofLauncher("-ea @" + missing + " @a\0b")).containsExactly("-ea", "@" + missing, "@a\0b");
        assertThat(FlagText.ofJvm("-ea -XX:VMOptionsFile=" + missing + " -XX:VMOptionsFile=\0"))
                .containsExactly("-ea", "-XX:VMOptionsFile=" + missing, "-XX:VMOptionsFile=\0");
    }

    @Test
    void whatIsAProcesssOwnIsRemovedAndTheRestIsLeftAsItIs() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "JAVA_TOOL_OPTIONS", "-javaagent:a.jar=1 '-Da=b c' -Dcom.sun.management.jmxremote.port=1",
                "JDK_JAVA_OPTIONS", "  -Da='b c' -XX:+UseG1GC",
                "_JAVA_OPTIONS", "-agentlib:jdwp=server=y"));
        FlagVariables.removeOwn(environment);
        assertThat(environment)
                .containsOnly(
                        Map.entry("JAVA_TOOL_OPTIONS", "\"-Da=b c\""),
                        Map.entry("JDK_JAVA_OPTIONS", "  -Da='b c' -XX:+UseG1GC"));
        FlagVariables.removeCollector(environment);
        assertThat(environment).containsEntry("JDK_JAVA_OPTIONS", "\"-Da=b c\"");
    }
}
