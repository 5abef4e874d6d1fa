package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import dev.multiproc.testing.ParentProgram.Setup;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
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
    /** At a low priority: on a machine that is busy it gets little of the processor. */
    private static final Duration MAKING = Duration.ofMinutes(5);
    /** How long the maker may outlive its program, and what a busy machine takes to end two processes. */
    private static final Duration OUTLIVING = Duration.ofSeconds(3 + 10);

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

    /** The class path of this JVM as jars, the library's first: an archive is of jars, and the tests have its packages too. */
    private String jars() throws IOException {
        List<String> entries = new ArrayList<>();
        Path program = directory.resolve("program.jar");
        Set<String> added = new LinkedHashSet<>();
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(program))) {
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                Path path = Path.of(entry);
                if (isLibrary(path)) {
                    entries.add(0, jarOf(path).toString());
                } else if (!entry.isEmpty() && Files.isDirectory(path)) {
                    addAll(path, out, added);
                } else if (Files.exists(path)) {
                    entries.add(entry);
                }
            }
        }
        entries.add(1, program.toString());
        return String.join(File.pathSeparator, entries);
    }

    private static boolean isLibrary(Path entry) {
        return entry.toUri().equals(locationOf(Multiprocessing.class));
    }

    private static URI locationOf(Class<?> type) {
        return URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString());
    }

    private Path jarOf(Path library) throws IOException {
        if (!Files.isDirectory(library)) {
            return library;
        }
        Path jar = directory.resolve("library.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            addAll(library, out, new LinkedHashSet<>());
        }
        return jar;
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

    private Setup setup() throws IOException {
        return setup(jars());
    }

    private Setup setup(String classPath, String... flags) {
        List<String> all = new ArrayList<>(List.of("-Dmultiproc.cacheDirectory=" + cache));
        all.addAll(List.of(flags));
        return Setup.plain().withClassPath(classPath).withFlags(all.toArray(new String[0]));
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
        isMadeAnewWhenDamaged(setup, bytes -> Arrays.fill(bytes, bytes.length / 4 * 3, bytes.length, (byte) 0));
        isMadeAnewWhenDamaged(setup, ClassArchiveIT::flipBits);
    }

    private void isMadeAnewWhenDamaged(Setup setup, Consumer<byte[]> damage) throws Exception {
        Path archive = cache.resolve(archives().get(0));
        byte[] damaged = Files.readAllBytes(archive);
        damage.accept(damaged);
        Files.delete(archive);
        Files.write(archive, damaged);
        try (ParentProgram program = start(setup)) {
            program.awaitLine("archive");
            await().atMost(MAKING)
                    .until(() -> Files.exists(archive) && !Arrays.equals(Files.readAllBytes(archive), damaged));
            assertPrints(program, "archive false");
            program.awaitFamilysEnd();
        }
        try (ParentProgram program = start(setup)) {
            assertPrints(program, "archive true");
        }
    }

    /** Its class path may have anything behind the library's jar: what stood before it may too, if it shadows nothing. */
    @Test
    @Timeout(900)
    void oneServesProgramsOfOtherClassPathsToo() throws Exception {
        Path classes = Files.createDirectories(directory.resolve("classes/org/example"))
                .getParent()
                .getParent();
        String jars = jars();
        try (ParentProgram program = start(setup(jars))) {
            awaitArchive();
            assertPrints(program, "archive false");
            program.awaitFamilysEnd();
        }
        for (String classPath : List.of(jars + File.pathSeparator + classes, classes + File.pathSeparator + jars)) {
            try (ParentProgram program = start(setup(classPath))) {
                assertPrints(program, "archive true");
            }
        }
        assertThat(archives()).hasSize(1);
        Path shadow = Files.createDirectories(classes.resolve("dev/multiproc/internal/session"));
        Files.createFile(shadow.resolve("SomethingElse.class"));
        try (ParentProgram program = start(setup(classes + File.pathSeparator + jars))) {
            assertPrints(program, "archive true");
        }
        // A class of the library's that no child loads.
        Files.createFile(shadow.resolve("Salvage.class"));
        try (ParentProgram program = start(setup(classes + File.pathSeparator + jars))) {
            assertPrints(program, "archive false");
        }
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

    /** Or a moment later: programs are short, and the next one is to have it. */
    @Test
    void itsMakingEndsWithTheProgram() throws Exception {
        Setup setup = setup();
        try (ParentProgram program = start(setup)) {
            await().atMost(MAKING).until(() -> cached().stream().anyMatch(name -> name.endsWith(".lock")));
            program.process().destroyForcibly().waitFor();
            long end = System.nanoTime();
            program.awaitFamilysEnd();
            assertThat(Duration.ofNanos(System.nanoTime() - end)).isLessThan(OUTLIVING);
        }
        // Nothing half made is left, and nothing that keeps the next program from trying again.
        assertThat(cached()).noneMatch(name -> name.endsWith(".failed") || name.endsWith(".new"));
        assertThat(cached().stream().filter(name -> name.endsWith(".sum")).count())
                .isGreaterThanOrEqualTo(archives().size());
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
        try (ParentProgram program = start(setup(jars(), "-Dmultiproc.classArchive=false"))) {
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
