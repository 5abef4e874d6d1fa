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
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The archive of children's classes, which makes itself. */
@ExtendWith(LeavesNothingBehind.class)
class ClassArchiveIT {
    /** At the lowest priority: on a machine that is busy it gets little of the processor. */
    private static final Duration MAKING = Duration.ofMinutes(5);

    @TempDir
    private Path directory;

    private Path cache;

    /** Prints whether its child has an archive mapped, and ends when its input does. */
    static final class Parent {
        public static void main(String[] arguments) throws Exception {
            try (Multiprocessing mp = Multiprocessing.open()) {
                mp.process(() -> System.out.println("archive "
                                + Files.readString(Path.of("/proc/self/maps")).contains(arguments[0])))
                        .start()
                        .join();
                System.in.readAllBytes();
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
        program.awaitLine("archive");
        program.process().getOutputStream().close();
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
    @Timeout(900)
    void itIsMadeOnFirstUseOnceForAllUsedFromThenOnAndMadeAnewWhenDamaged() throws Exception {
        Files.createDirectories(cache);
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwx------"));
        Files.write(cache.resolve("0123.txt"), List.of("/no/such/jdk\t1.8", "/no/such.jar\t1\t1"));
        Files.write(cache.resolve("0123.jsa"), new byte[10]);
        Setup setup = setup();
        try (ParentProgram first = start(setup);
                ParentProgram second = start(setup);
                ParentProgram third = start(setup)) {
            awaitArchive();
            for (ParentProgram program : List.of(first, second, third)) {
                assertPrints(program, "archive false");
                program.awaitFamilysEnd();
            }
        }
        // The archive, its checksum, what it is made of, and the lock of who made it.
        assertThat(cached()).hasSize(4);
        try (ParentProgram program = start(setup)) {
            assertPrints(program, "archive true");
        }
        Path archive = cache.resolve(archives().get(0));
        byte[] whole = Files.readAllBytes(archive);
        damage(archive, whole, bytes -> Arrays.fill(bytes, bytes.length / 4 * 3, bytes.length, (byte) 0));
        try (ParentProgram program = start(setup)) {
            assertPrints(program, "archive false");
            program.awaitFamilysEnd();
        }
        damage(archive, whole, ClassArchiveIT::flipBits);
        try (ParentProgram program = start(setup)) {
            program.awaitLine("archive");
            awaitArchive();
            assertPrints(program, "archive false");
        }
        try (ParentProgram program = start(setup)) {
            assertPrints(program, "archive true");
        }
    }

    private static void damage(Path archive, byte[] whole, Consumer<byte[]> damage) throws IOException {
        byte[] bytes = whole.clone();
        damage.accept(bytes);
        Files.write(archive, bytes);
    }

    private void awaitArchive() {
        await().atMost(MAKING).untilAsserted(() -> assertThat(cached())
                .filteredOn(name -> name.endsWith(".jsa") || name.endsWith(".aot") || name.endsWith(".failed"))
                .singleElement()
                .asString()
                .doesNotStartWith("0123")
                .doesNotEndWith(".failed"));
    }

    private static void flipBits(byte[] bytes) {
        Random random = new Random(17);
        for (int i = 0; i < 200; i++) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
    }

    @Test
    void itsMakingEndsWithTheProgram() throws Exception {
        Setup setup = setup();
        try (ParentProgram program = start(setup)) {
            await().atMost(MAKING).untilAsserted(() -> assertThat(cached()).anyMatch(name -> name.endsWith(".failed")));
            program.process().destroyForcibly().waitFor();
            long end = System.nanoTime();
            program.awaitFamilysEnd();
            assertThat(Duration.ofNanos(System.nanoTime() - end)).isLessThan(Duration.ofSeconds(20));
        }
        assertThat(archives()).isEmpty();
        // So that the next program tries again.
        assertThat(cached()).noneMatch(name -> name.endsWith(".failed"));
    }

    @Test
    void thoseThatWereNotUsedForLongestGo() throws Exception {
        Files.createDirectories(cache);
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwx------"));
        for (int i = 0; i < 12; i++) {
            String key = String.format("%016x", i);
            Files.write(cache.resolve(key + ".txt"), List.of(System.getProperty("java.home") + "\t1"));
            Files.write(cache.resolve(key + ".jsa"), new byte[10]);
            assertThat(cache.resolve(key + ".txt").toFile().setLastModified(1_000_000L * (i + 1)))
                    .isTrue();
        }
        try (ParentProgram program = start(setup())) {
            await().atMost(MAKING).untilAsserted(() -> assertThat(archives()).hasSizeLessThanOrEqualTo(8));
            assertPrints(program, "archive false");
            program.awaitFamilysEnd();
        }
        assertThat(archives()).contains("000000000000000b.jsa").doesNotContain("0000000000000000.jsa");
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
