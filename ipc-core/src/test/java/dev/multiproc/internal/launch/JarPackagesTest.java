package dev.multiproc.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarPackagesTest {
    @TempDir
    private Path directory;

    private Path jar;

    @BeforeEach
    void chooseJar() {
        jar = directory.resolve("some.jar");
    }

    private void write(String comment, String... names) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.setComment(comment);
            for (String name : names) {
                out.putNextEntry(new ZipEntry(name));
                out.closeEntry();
            }
        }
    }

    private JarPackages read() throws IOException {
        return JarPackages.of(jar.toFile(), "dev/multiproc", "com/sun/jna");
    }

    @Test
    void findsThoseInARootThatHaveFiles() throws IOException {
        write(
                null,
                "META-INF/MANIFEST.MF",
                "dev/",
                "dev/multiproc/",
                "dev/multiproc/empty/",
                "dev/multiproc/A.class",
                "dev/multiproc/internal/live/B.class",
                "com/sun/jna/C.class");
        assertThat(read().found())
                .containsExactlyInAnyOrder("dev/multiproc", "dev/multiproc/internal/live", "com/sun/jna");
        assertThat(read().hasOthers()).isFalse();
    }

    @Test
    void aNameThatOnlyBeginsLikeARootIsAnother() throws IOException {
        write(null, "dev/multiprocessor/A.class");
        assertThat(read().found()).isEmpty();
        assertThat(read().hasOthers()).isTrue();
    }

    @Test
    void whatIsForSomeVersionsOfJavaCountsWhatIsOfTheJarDoesNot() throws IOException {
        write(null, "META-INF/versions/21/dev/multiproc/A.class", "META-INF/maven/dev/multiproc/pom.xml", "LICENSE");
        assertThat(read().found()).containsExactly("dev/multiproc");
        assertThat(read().hasOthers()).isFalse();
    }

    @Test
    void aJarWithACommentIsNotUnderstood() throws IOException {
        write("a comment", "dev/multiproc/A.class");
        assertThatThrownBy(this::read).isInstanceOf(ZipException.class);
    }

    @Test
    void neitherIsWhatIsNoJar() throws IOException {
        Files.write(jar, new byte[10]);
        assertThatThrownBy(this::read).isInstanceOf(IOException.class);
        Files.write(jar, new byte[100]);
        assertThatThrownBy(this::read).isInstanceOf(ZipException.class);
    }

    /** Whatever a damaged list says, it is refused with an exception that is expected. */
    @Test
    void neitherIsADamagedList() throws IOException {
        write(null, "dev/multiproc/A.class", "dev/multiproc/B.class");
        byte[] whole = Files.readAllBytes(jar);
        for (int at = 0; at < whole.length; at++) {
            for (int value : new int[] {0, 0x7f, 0xff}) {
                byte[] damaged = Arrays.copyOf(whole, whole.length);
                damaged[at] = (byte) value;
                Files.write(jar, damaged);
                try {
                    assertThat(read()).isNotNull();
                } catch (IOException e) {
                    assertThat(e).hasMessageContaining(jar.toString());
                }
            }
        }
    }
}
