package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * One JVM that looks at one directory twice: by two copies of the library, as in an application server, or by two names of the
 * directory. Its own sessions must stay whole, and alive to other processes.
 */
@ExtendWith(LeavesNothingBehind.class)
class TwoCopiesIT {
    @TempDir
    private Path directory;

    private Path base;
    private URLClassLoader copy;

    /** Opens a session, which removes those of the dead, and looks which there are then. */
    static final class Stranger {
        public static void main(String[] arguments) throws Exception {
            Options options = Options.defaults().withBaseDirectory(Path.of(arguments[0]));
            try (Multiprocessing mp = Multiprocessing.open(options)) {
                mp.queue().put("item");
            }
            System.out.println(
                    "removed " + Multiprocessing.clean(options, false).size());
        }
    }

    /** What a copy of the library is told to do, by the names of its methods. */
    static final class Commands {
        public static AutoCloseable open(String base) {
            return Multiprocessing.open(Options.defaults().withBaseDirectory(Path.of(base)));
        }

        public static AutoCloseable openDurable(String path) {
            return Multiprocessing.open(Path.of(path));
        }

        public static List<Path> clean(String base) {
            return Multiprocessing.clean(Options.defaults().withBaseDirectory(Path.of(base)), false);
        }

        private Commands() {}
    }

    @BeforeEach
    void makeCopy() throws Exception {
        base = directory.resolve("base");
        List<URL> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            classPath.add(Path.of(entry).toUri().toURL());
        }
        copy = new URLClassLoader(classPath.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    }

    @AfterEach
    void closeCopy() throws Exception {
        copy.close();
    }

    private Object inCopy(String method, Path path) throws Exception {
        Class<?> commands = copy.loadClass(Commands.class.getName());
        assertThat(commands).isNotSameAs(Commands.class);
        try {
            var found = commands.getDeclaredMethod(method, String.class);
            found.setAccessible(true);
            return found.invoke(null, path.toString());
        } catch (InvocationTargetException e) {
            throw (Exception) e.getCause();
        }
    }

    private Multiprocessing open(Path spelling) {
        return Multiprocessing.open(Options.defaults().withBaseDirectory(spelling));
    }

    private List<Path> sessions() throws Exception {
        try (Stream<Path> entries = Files.list(base)) {
            return entries.filter(Files::isDirectory).toList();
        }
    }

    /** Another process comes and goes, and removes what it takes for dead. */
    private void letAStrangerCome() throws Exception {
        try (ParentProgram stranger = ParentProgram.start(Stranger.class, base.toString())) {
            assertThat(stranger.exitCode()).as(stranger.errors().toString()).isZero();
            assertThat(stranger.output()).containsExactly("removed 0");
        }
    }

    private static void assertWorks(Multiprocessing mp) throws Exception {
        SharedQueue<String> queue = mp.queue("still here");
        mp.process(() -> queue.put("from a child")).start().join();
        assertThat(queue.take()).isEqualTo("from a child");
    }

    @Test
    void aSecondCopyOfTheLibraryLeavesTheFirstOnesSessionAlone() throws Exception {
        try (Multiprocessing mp = open(base);
                AutoCloseable other = (AutoCloseable) inCopy("open", base)) {
            assertThat(other).isNotInstanceOf(Multiprocessing.class);
            assertThat(sessions()).hasSize(2);
            assertThat((List<?>) inCopy("clean", base)).isEmpty();
            letAStrangerCome();
            assertThat(sessions()).hasSize(2);
            assertWorks(mp);
        }
        assertThat(sessions()).isEmpty();
    }

    @Test
    void aSecondCopyIsRefusedADurableSessionThatTheFirstHasOpen() throws Exception {
        Path path = directory.resolve("durable");
        try (Multiprocessing mp = Multiprocessing.open(path)) {
            mp.joinableQueue("work").put("item");
            for (Path spelling : List.of(path, directory.resolve(".").resolve("durable"))) {
                assertThatThrownBy(() -> inCopy("openDurable", spelling))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("the session is open in this JVM already")
                        .hasMessageContaining("durable");
            }
            assertThat(mp.joinableQueue("work").take()).isEqualTo("item");
        }
        ((AutoCloseable) inCopy("openDurable", path)).close();
    }

    @Test
    void aDirectoryIsTheSameUnderAnotherName() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
        List<Path> spellings = List.of(
                directory.resolve(".").resolve("base"),
                directory.resolve("x").resolve("..").resolve("base"),
                link.resolve("base"));
        Files.createDirectory(directory.resolve("x"));
        try (Multiprocessing mp = open(base)) {
            for (Path spelling : spellings) {
                open(spelling).close();
                assertThat(Multiprocessing.clean(Options.defaults().withBaseDirectory(spelling), false))
                        .isEmpty();
                letAStrangerCome();
                assertThat(sessions()).hasSize(1);
            }
            assertWorks(mp);
        }
    }

    @Test
    void aChildThatCleansLeavesItsOwnSessionAlone() throws Exception {
        try (Multiprocessing mp = open(base)) {
            String spelling = directory.resolve(".").resolve("base").toString();
            SharedQueue<Integer> removed = mp.queue();
            SharedQueue<String> go = mp.queue();
            ChildProcess child = mp.process(() -> {
                        removed.put(Commands.clean(spelling).size());
                        go.take();
                    })
                    .start();
            assertThat(removed.take()).isZero();
            letAStrangerCome();
            go.put("go");
            child.join();
            assertThat(child.exitCode()).hasValue(0);
        }
    }
}
