package dev.multiproc.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.JRE.JAVA_21;
import static org.junit.jupiter.api.condition.JRE.JAVA_22;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.io.TempDir;

class ArchivedJarsTest {
    private static final String OF_LIBRARY = "dev/multiproc/internal/launch/ChildCommand.class";
    private static final String OF_JNA = "com/sun/jna/Native.class";

    @TempDir
    private Path directory;

    private String library;
    private String jna;

    @BeforeEach
    void makeJars() throws IOException {
        library = jar("library.jar", "dev/multiproc/internal/", OF_LIBRARY, "dev/multiproc/Options.class");
        jna = jar("jna.jar", OF_JNA);
    }

    private String jar(String name, String... files) throws IOException {
        return jarNaming(null, name, files);
    }

    private String jarNaming(String classPath, String name, String... files) throws IOException {
        return jarWith(Attributes.Name.CLASS_PATH, classPath, name, files);
    }

    private String jarWith(Attributes.Name attribute, String value, String name, String... files) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (value != null) {
            manifest.getMainAttributes().put(attribute, value);
        }
        Path jar = directory.resolve(name);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry(JarFile.MANIFEST_NAME));
            manifest.write(out);
            out.closeEntry();
            for (String file : files) {
                out.putNextEntry(new ZipEntry(file));
                out.closeEntry();
            }
        }
        return jar.toString();
    }

    private String classes(String name, String... files) throws IOException {
        Path root = Files.createDirectories(directory.resolve(name));
        for (String file : files) {
            Files.createDirectories(root.resolve(file).getParent());
            Files.createFile(root.resolve(file));
        }
        return root.toString();
    }

    private static List<String> of(String... classPath) {
        return ArchivedJars.of(Arrays.asList(classPath));
    }

    @Test
    @EnabledForJreRange(max = JAVA_21, disabledReason = "later JDKs need no JNA")
    void areTheLibraryAndJna() throws IOException {
        assertThat(of(classes("program", "org/example/Main.class"), jna, library))
                .containsExactly(library, jna);
    }

    @Test
    @EnabledForJreRange(min = JAVA_22, disabledReason = "earlier JDKs need JNA")
    void areTheLibraryAloneWhereTheJdkCallsNativeCode() throws IOException {
        assertThat(of(classes("program", "org/example/Main.class"), jna, library))
                .containsExactly(library);
    }

    @Test
    void areNoneWhereAnEarlierEntryHidesAClassOfTheirs() throws IOException {
        assertThat(of(classes("patched", "dev/multiproc/Options.class"), library))
                .isEmpty();
        assertThat(of(jar("patched.jar", "dev/multiproc/Options.class"), library))
                .isEmpty();
        assertThat(of(jar("package.jar", "dev/multiproc/OptionsTest.class"), library))
                .isEmpty();
        assertThat(of(jar("versions.jar", "META-INF/versions/21/dev/multiproc/Options.class"), library))
                .isEmpty();
    }

    /** The tests of a library, for one. */
    @Test
    void aDirectoryMayHaveOtherClassesOfTheirPackages() throws IOException {
        assertThat(of(
                        classes(
                                "tests",
                                "dev/multiproc/OptionsTest.class",
                                "dev/multiproc/internal/launch/CommandTest.class"),
                        library))
                .first()
                .isEqualTo(library);
    }

    /** A jar with files for some versions of Java has more names for a class than one. */
    @Test
    void aDirectoryWithTheirPackagesStaysBeforeAJarOfSeveralVersions() throws IOException {
        String versions = jarWith(Attributes.Name.MULTI_RELEASE, "true", "versions.jar", OF_LIBRARY);
        String tests = classes("tests", "dev/multiproc/internal/launch/CommandTest.class");
        assertThat(of(tests, versions)).isEmpty();
        assertThat(of(classes("program", "org/example/Main.class"), versions)).containsExactly(versions);
    }

    @Test
    void aLaterEntryMayHaveWhatItLikes() throws IOException {
        assertThat(of(library, classes("behind", "dev/multiproc/Options.class")))
                .first()
                .isEqualTo(library);
    }

    /** One that a jar names in its manifest comes right behind that jar. */
    @Test
    void whatAManifestNamesCountsInItsPlace() throws IOException {
        jar("patched.jar", "dev/multiproc/Options.class");
        assertThat(of(jarNaming("patched.jar", "first.jar", "org/example/A.class"), library))
                .isEmpty();
        assertThat(of(jarNaming("library.jar", "second.jar", "org/example/A.class")))
                .first()
                .isEqualTo(library);
    }

    @Test
    void areNoneWhereTheLibraryIsNoJar() throws IOException {
        assertThat(of(classes("library", OF_LIBRARY))).isEmpty();
    }

    /** A jar of all of a program's classes stays where it is: in front if it was in front. */
    @Test
    void aJarOfOtherThingsIsNotMoved() throws IOException {
        String all = jar("all.jar", OF_LIBRARY, "org/example/Main.class");
        assertThat(of(all)).containsExactly(all);
        assertThat(of(classes("program", "org/example/Main.class"), all)).isEmpty();
    }

    @Test
    void areNoneWhereAnEarlierJarCannotBeRead() throws IOException {
        Path damaged = directory.resolve("damaged.jar");
        Files.write(damaged, new byte[100]);
        assertThat(of(damaged.toString(), library)).isEmpty();
        assertThat(of(directory.resolve("missing.jar").toString(), library))
                .first()
                .isEqualTo(library);
    }

    @Test
    void comeFirstAndAllElseStaysInItsOrder() {
        assertThat(ArchivedJars.first(List.of("c", "d"), List.of("a", "d", "b", "c", "e")))
                .containsExactly("c", "d", "a", "b", "e");
    }
}
