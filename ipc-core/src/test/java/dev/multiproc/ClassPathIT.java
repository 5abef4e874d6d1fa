package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import dev.multiproc.testing.ParentProgram.Setup;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Children find their classes wherever their parent found them. */
@ExtendWith(LeavesNothingBehind.class)
class ClassPathIT {
    @TempDir
    private Path directory;

    static final class Parent {
        public static void main(String[] arguments) {
            try (Multiprocessing mp = Multiprocessing.open()) {
                mp.process(() -> System.out.println(System.getProperty("java.class.path")))
                        .start();
            }
        }
    }

    /** Its order may be another: where there is an archive of the library's classes, its jars come first. */
    private static void assertChildHas(Setup setup, String classPath) throws Exception {
        try (ParentProgram parent = setup.start(Parent.class)) {
            assertThat(parent.exitCode()).isZero();
            assertThat(parent.errors()).isEmpty();
            assertThat(String.join("\n", parent.output()).split(File.pathSeparator))
                    .containsExactlyInAnyOrder(classPath.split(File.pathSeparator));
        }
    }

    @Test
    void itMayHaveSpacesAndQuotesAndAnyLettersInIt() throws Exception {
        assumeTrue(
                "UTF-8".equals(System.getProperty("sun.jnu.encoding")),
                "file names of all letters take a UTF-8 locale");
        String classPath = copiedTo(Files.createDirectory(directory.resolve("with spaces, \"quotes\" \\ # $x 包子")));
        assertThat(classPath).contains("包子");
        assertChildHas(Setup.plain().withClassPath(classPath), classPath);
    }

    @Test
    void itMayBeLongerThanACommandLine() throws Exception {
        String classPath = copiedTo(directory.resolve("classes"))
                + (File.pathSeparator + directory + "/" + "x".repeat(200) + ".jar").repeat(800);
        assertThat(classPath.length()).isGreaterThan(128 * 1024);
        Path arguments = directory.resolve("arguments");
        Files.writeString(arguments, "-cp " + classPath);
        Setup setup = Setup.plain().withClassPath("").withFlags("@" + arguments);
        assertChildHas(setup, classPath);
    }

    @Test
    void theJvmsOwnClassPathMayBeAllThereIs() throws Exception {
        String classPath = System.getProperty("java.class.path");
        Setup setup = Setup.plain()
                .withClassPath(directory.toString())
                .withFlags("-Xbootclasspath/a:" + classPath, "-Dmultiproc.boot=yes");
        try (ParentProgram parent = setup.start(BootParent.class)) {
            assertThat(parent.exitCode()).isZero();
            assertThat(parent.output()).containsExactly("null yes");
        }
    }

    static final class BootParent {
        public static void main(String[] arguments) {
            try (Multiprocessing mp = Multiprocessing.open()) {
                mp.process(BootParent::tell).start();
            }
        }

        private static void tell() {
            System.out.println(BootParent.class.getClassLoader() + " " + System.getProperty("multiproc.boot"));
        }
    }

    @Test
    void itsEntriesMayBeRelativeToWhereTheParentStarted() throws Exception {
        Path here = Path.of("").toAbsolutePath();
        String relative = String.join(
                File.pathSeparator,
                entries().stream()
                        .map(entry -> here.relativize(entry).toString())
                        .toList());
        String absolute = String.join(
                File.pathSeparator,
                entries().stream()
                        .map(entry -> here.resolve(here.relativize(entry)).toString())
                        .toList());
        assertChildHas(Setup.plain().withClassPath(relative), absolute);
    }

    private static List<Path> entries() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath())
                .toList();
    }

    /** The class path of this JVM, its directories and jars copied. */
    private static String copiedTo(Path target) throws IOException {
        List<String> copies = new ArrayList<>();
        for (Path entry : entries()) {
            Path copy = target.resolve(copies.size() + "-" + entry.getFileName());
            copy(entry, copy);
            copies.add(copy.toString());
        }
        return String.join(File.pathSeparator, copies);
    }

    private static void copy(Path source, Path target) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(source)) {
            files = all.toList();
        }
        for (Path file : files) {
            Path copy = target.resolve(source.relativize(file).toString()).normalize();
            if (Files.isDirectory(file)) {
                Files.createDirectories(copy);
            } else {
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }
}
