package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.multiproc.queue.SharedQueue;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Users who do not trust each other, users without a name, and what a umask takes. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "it acts as other users by a program of Linux")
class OtherUsersIT {
    private static final Path SET_USER = Path.of("/usr/bin/setpriv");
    private static final int STRANGER = 12345;
    private static final int OTHER = 23456;
    private static final long LIMIT_SECONDS = 60;

    /** This program's classes, for all to read. */
    @TempDir
    private static Path library;

    private static String classPath;

    /** Where any user may make directories, as in /tmp. */
    private Path common;

    @BeforeAll
    static void copyClassPath() throws IOException {
        List<String> copies = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path from = Path.of(entry);
            Path to = library.resolve(copies.size() + "-" + from.getFileName());
            if (Files.exists(from)) {
                copy(from, to);
                copies.add(to.toString());
            }
        }
        classPath = String.join(File.pathSeparator, copies);
        makeReadable(library);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Files.copy(file, file.equals(from) ? to : to.resolve(from.relativize(file)));
            }
        }
    }

    private static void makeReadable(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.toList()) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    @BeforeEach
    void makeCommon() throws IOException {
        assumeTrue(
                Files.isExecutable(SET_USER)
                        && Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
                "only root can be another user, with setpriv");
        common = Files.createTempDirectory("common");
        Files.setPosixFilePermissions(common, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setAttribute(common, "unix:mode", 01777);
    }

    @AfterEach
    void removeCommon() throws IOException {
        if (common != null) {
            delete(common);
        }
    }

    /** Opens a session, has a child put an item of some kilobytes and a large one, and says where the session is. */
    static final class Program {
        public static void main(String[] arguments) throws Exception {
            Options options = Options.defaults();
            boolean isDurable = arguments.length > 1;
            try (Multiprocessing mp = isDurable
                    ? Multiprocessing.open(Path.of(arguments[1]))
                    : arguments.length > 0 && !arguments[0].isEmpty()
                            ? Multiprocessing.open(options.withBaseDirectory(Path.of(arguments[0])))
                            : Multiprocessing.open(options)) {
                SharedQueue<byte[]> queue = mp.queue();
                ChildProcess child = mp.process(() -> {
                            queue.put(new byte[5_000]);
                            queue.put(new byte[500_000]);
                        })
                        .start();
                child.join();
                System.out.println("child " + child.exitCode().orElseThrow());
                System.out.println("items " + (queue.take().length + queue.take().length));
                System.out.println(mp);
            } catch (MultiprocessingException e) {
                System.out.println("refused: " + e.getMessage());
            }
        }
    }

    private record Result(String output, int exitCode) {}

    /** Runs the program as another user, without /dev/shm, so that all is made in the common directory. */
    private Result run(int user, String umask, List<String> flags, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        String uid = Integer.toString(user);
        command.addAll(List.of(SET_USER.toString(), "--reuid=" + uid, "--regid=" + uid, "--clear-groups"));
        command.addAll(List.of("sh", "-c", "umask " + umask + "; exec \"$@\"", "sh"));
        command.addAll(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m"));
        command.addAll(List.of("-XX:-UsePerfData", "-Djava.io.tmpdir=" + common));
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, Program.class.getName()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("program", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(common.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().remove("XDG_CACHE_HOME");
            Process process = builder.start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            return new Result(Files.readString(output), process.exitValue());
        } finally {
            Files.delete(output);
        }
    }

    private static Object owner(Path path) throws IOException {
        return Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    private static void give(Path path, int user) throws IOException {
        Files.setAttribute(path, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
    }

    private Path privateDirectory(String name, int user) throws IOException {
        Path made = Files.createDirectory(
                common.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        give(made, user);
        return made;
    }

    @Test
    void rootDoesNotUseWhatAnotherUserHasMade() throws Exception {
        Path theirs = privateDirectory("theirs", STRANGER);
        assertThatExceptionOfType(MultiprocessingException.class)
                .isThrownBy(() -> Multiprocessing.open(Options.defaults().withBaseDirectory(theirs)))
                .withMessageContaining("belongs to another user")
                .withMessageContaining("owner=" + STRANGER)
                .withMessageContaining("this user=0");
        assertThatExceptionOfType(MultiprocessingException.class)
                .isThrownBy(() -> Multiprocessing.clean(Options.defaults().withBaseDirectory(theirs), false))
                .withMessageContaining("belongs to another user");
        assertThatExceptionOfType(MultiprocessingException.class)
                .isThrownBy(() -> Multiprocessing.open(theirs))
                .withMessageContaining("belongs to another user");
        try (Stream<Path> files = Files.list(theirs)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aDurableSessionOfWhichAPartIsAnotherUsersIsRefused() throws Exception {
        Path ours = common.resolve("ours");
        Multiprocessing.open(ours).close();
        for (String part : List.of("tasks", "control")) {
            give(ours.resolve(part), STRANGER);
            assertThatExceptionOfType(MultiprocessingException.class)
                    .isThrownBy(() -> Multiprocessing.open(ours))
                    .withMessageContaining("belongs to another user")
                    .withMessageContaining(part);
            give(ours.resolve(part), 0);
        }
        Multiprocessing.open(ours).close();
    }

    @Test
    void aUserWithoutANameHasDirectoriesByHisNumberAndNoneNamedAfterAQuestionMark() throws Exception {
        Path memory = Path.of("/dev/shm", "multiproc-" + STRANGER);
        Result result = run(STRANGER, "022", List.of());
        assertThat(result.output()).contains("child 0", "items 505000", "/multiproc-" + STRANGER + "/");
        if (Files.exists(memory)) {
            delete(memory);
        }
        try (Stream<Path> files = Files.list(common)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.contains("?"));
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    /** The usual name is taken: all processes of the user go to one other, and say so. */
    @Test
    void whereAnotherUserIsInTheWayAllGoToOneOtherDirectory() throws Exception {
        Path usual = Path.of("/dev/shm", "multiproc-" + STRANGER);
        assumeTrue(!Files.exists(usual), "somebody else uses " + usual);
        Files.createDirectory(usual);
        give(usual, OTHER);
        List<Path> substitutes = List.of();
        try {
            for (int i = 0; i < 2; i++) {
                Result result = run(STRANGER, "022", List.of());
                assertThat(result.output()).contains("child 0", "items 505000", usual + "-");
                substitutes = substitutes(usual);
                assertThat(substitutes).hasSize(1);
                assertThat(owner(substitutes.get(0))).isEqualTo(STRANGER);
                // What was left there is found by the next.
                Path left = Files.createDirectory(substitutes.get(0).resolve("0123456789abcde" + i));
                give(left, STRANGER);
            }
            assertThat(substitutes.get(0).resolve("0123456789abcde0")).doesNotExist();
        } finally {
            Files.delete(usual);
            for (Path substitute : substitutes) {
                delete(substitute);
            }
        }
    }

    private static List<Path> substitutes(Path usual) throws IOException {
        try (Stream<Path> all = Files.list(usual.getParent())) {
            return all.filter(path -> path.getFileName().toString().startsWith(usual.getFileName() + "-"))
                    .toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"0177, 0", "0177, 12345", "0777, 0", "0777, 12345", "0000, 12345"})
    void modesAreNotLeftToTheUmask(String umask, int user) throws Exception {
        Path base = common.resolve("above").resolve("base");
        Result result = run(user, umask, List.of("-Dmultiproc.classArchive=false"), base.toString());
        assertThat(result.output()).contains("child 0", "items 505000");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(base)))
                .isEqualTo("rwx------");
    }

    @Test
    void aDirectoryWithoutRightsIsRepaired() throws Exception {
        Path base = privateDirectory("base", STRANGER);
        Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("---------"));
        Result result = run(STRANGER, "022", List.of("-Dmultiproc.classArchive=false"), base.toString());
        assertThat(result.output()).contains("child 0", "items 505000");
    }

    @Test
    void aClassArchiveThatAnotherUserMayHaveWrittenIsNotUsed() throws Exception {
        Path cache = privateDirectory("cache", OTHER);
        Result result = run(
                0,
                "022",
                List.of("-Dmultiproc.cacheDirectory=" + cache),
                common.resolve("base").toString());
        assertThat(result.output()).contains("child 0");
        try (Stream<Path> files = Files.list(cache)) {
            assertThat(files).isEmpty();
        }
    }
}
