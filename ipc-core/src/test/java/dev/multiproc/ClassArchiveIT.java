package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import dev.multiproc.testing.ParentProgram.Setup;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The archive of children's classes, which makes itself. */
@ExtendWith(LeavesNothingBehind.class)
class ClassArchiveIT {
    private static final Duration MAKING = Duration.ofSeconds(90);

    @TempDir
    private Path directory;

    private Path cache;

    /** Prints whether its child has an archive mapped. */
    static final class Parent {
        public static void main(String[] arguments) throws Exception {
            try (Multiprocessing mp = Multiprocessing.open()) {
                mp.process(() -> System.out.println("archive "
                                + Files.readString(Path.of("/proc/self/maps")).contains(arguments[0])))
                        .start()
                        .join();
            }
        }
    }

    @BeforeEach
    void chooseCache() {
        cache = directory.resolve("cache");
    }

    /** The class path of this JVM, with jars in place of its directories: an archive is of jars. */
    private String jars() throws IOException {
        List<String> entries = new ArrayList<>();
        Path jar = directory.resolve("program.jar");
        Set<String> added = new LinkedHashSet<>();
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                Path path = Path.of(entry);
                if (Files.isDirectory(path)) {
                    addAll(path, out, added);
                } else if (Files.exists(path)) {
                    entries.add(entry);
                }
            }
        }
        entries.add(0, jar.toString());
        return String.join(File.pathSeparator, entries);
    }

    private static void addAll(Path root, JarOutputStream out, Set<String> added) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(root)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            String name = root.relativize(file).toString();
            if (added.add(name)) {
                out.putNextEntry(new JarEntry(name));
                Files.copy(file, (OutputStream) out);
                out.closeEntry();
            }
        }
    }

    private ParentProgram start(Setup setup) throws IOException {
        return setup.start(Parent.class, cache.toString());
    }

    private Setup setup(String... flags) throws IOException {
        List<String> all = new ArrayList<>(List.of("-Dmultiproc.cacheDirectory=" + cache));
        all.addAll(List.of(flags));
        return Setup.plain().withClassPath(jars()).withFlags(all.toArray(new String[0]));
    }

    private static void assertPrints(ParentProgram program, String line) throws Exception {
        assertThat(program.exitCode()).isZero();
        assertThat(program.errors()).isEmpty();
        assertThat(program.output()).containsExactly(line);
    }

    private List<String> cached() throws IOException {
        if (!Files.isDirectory(cache)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(cache)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private List<String> archives() throws IOException {
        return cached().stream()
                .filter(name -> name.endsWith(".jsa") || name.endsWith(".aot"))
                .toList();
    }

    @Test
    void itIsMadeOnFirstUseOnceForAllAndUsedFromThenOn() throws Exception {
        Files.createDirectories(cache);
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwx------"));
        Files.write(cache.resolve("0123.txt"), List.of("/no/such/jdk\t1.8", "/no/such.jar\t1\t1"));
        Files.write(cache.resolve("0123.jsa"), new byte[10]);
        Setup setup = setup();
        try (ParentProgram first = start(setup);
                ParentProgram second = start(setup);
                ParentProgram third = start(setup)) {
            for (ParentProgram program : List.of(first, second, third)) {
                assertPrints(program, "archive false");
            }
            await().atMost(MAKING)
                    .untilAsserted(() -> assertThat(archives()).hasSize(1).doesNotContain("0123.jsa"));
            for (ParentProgram program : List.of(first, second, third)) {
                program.awaitFamilysEnd();
            }
        }
        assertThat(archives()).hasSize(1);
        // The archive, what it is made of, and the lock of who made it.
        assertThat(cached()).hasSize(3);
        try (ParentProgram program = start(setup)) {
            assertPrints(program, "archive true");
        }
        Files.delete(cache.resolve(archives().get(0)));
        Files.write(cache.resolve(cached().get(0).replaceFirst("\\..*", ending())), new byte[100_000]);
        try (ParentProgram program = start(setup)) {
            assertPrints(program, "archive false");
        }
    }

    private static String ending() {
        return Runtime.version().feature() >= 25 ? ".aot" : ".jsa";
    }

    @Test
    void itCanBeSwitchedOff() throws Exception {
        try (ParentProgram program = start(setup("-Dmultiproc.classArchive=false"))) {
            assertPrints(program, "archive false");
        }
        assertThat(cached()).isEmpty();
    }

    @Test
    void aCacheDirectoryThatCannotBeMadeIsNoError() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        cache = file.resolve("cache");
        try (ParentProgram program = start(setup())) {
            assertPrints(program, "archive false");
            program.awaitFamilysEnd();
        }
        assertThat(file).isRegularFile();
    }

    @Test
    void aCacheDirectoryThatOthersCanWriteIsLeftAlone() throws Exception {
        Files.createDirectory(cache);
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (ParentProgram program = start(setup())) {
            assertPrints(program, "archive false");
            program.awaitFamilysEnd();
        }
        assertThat(cached()).isEmpty();
    }
}
