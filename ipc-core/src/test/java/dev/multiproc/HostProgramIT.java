package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.internal.log.ChronicleAtExit;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import dev.multiproc.testing.ParentProgram.Setup;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The program that uses the library is somebody else's: nothing of it is changed, and nothing is printed in it. */
@ExtendWith(LeavesNothingBehind.class)
class HostProgramIT {
    private static final List<String> OPENS =
            List.of("--add-opens=java.base/java.lang=ALL-UNNAMED", "--add-opens=java.base/java.net=ALL-UNNAMED");

    @TempDir
    private Path directory;

    /** Sends so much through a queue that the first file of its log, which is made without Chronicle, is full. */
    private static void bringInChronicle(SharedQueue<String> queue) throws InterruptedException {
        String item = "x".repeat(50_000);
        for (int i = 0; i < 1_000; i++) {
            queue.put(item);
            queue.take();
        }
    }

    /** Prints what was changed in its JVM by the use of a queue, a wait and a child. */
    static final class Watchful {
        public static void main(String[] arguments) throws Exception {
            // The JDK keeps it in a property once somebody asks.
            TimeZone.getDefault();
            Map<String, String> before = state();
            try (Multiprocessing mp = Multiprocessing.open()) {
                SharedQueue<String> queue = mp.queue();
                bringInChronicle(queue);
                queue.poll(100, TimeUnit.MILLISECONDS);
                mp.process(() -> queue.put("more")).start();
                queue.take();
                // Another copy of the library in this JVM must know of it, and finds nothing else that the two have in
                // common.
                printChanges(before, "property multiproc.openSessions");
            }
            printChanges(before, "");
            System.out.println("done");
        }

        private static void printChanges(Map<String, String> before, String allowed) throws Exception {
            Map<String, String> now = state();
            TreeSet<String> names = new TreeSet<>(before.keySet());
            names.addAll(now.keySet());
            for (String name : names) {
                if (!name.equals(allowed) && !String.valueOf(before.get(name)).equals(now.get(name))) {
                    System.out.println(name + ": " + before.get(name) + ", then " + now.get(name));
                }
            }
        }

        private static Map<String, String> state() throws Exception {
            Map<String, String> state = new TreeMap<>();
            System.getProperties().forEach((name, value) -> {
                // JNA's own, which JDKs up to 21 need to wait.
                if (!name.toString().startsWith("jn") || Runtime.version().feature() > 21) {
                    state.put("property " + name, String.valueOf(value));
                }
            });
            state.put("locale", Arrays.toString(new Object[] {
                Locale.getDefault(),
                Locale.getDefault(Locale.Category.FORMAT),
                TimeZone.getDefault().getID()
            }));
            state.put(
                    "streams", Arrays.asList(System.in, System.out, System.err).toString());
            state.put("providers", Arrays.toString(Security.getProviders()));
            state.put("handler of exceptions", String.valueOf(Thread.getDefaultUncaughtExceptionHandler()));
            state.put("class loader", String.valueOf(Thread.currentThread().getContextClassLoader()));
            state.put("priority", String.valueOf(Thread.currentThread().getPriority()));
            state.put(
                    "handler of URLs",
                    String.valueOf(field(URL.class, "factory").get(null)));
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                // Caught and ignored signals; those that are pending come and go.
                if (line.startsWith("SigCgt") || line.startsWith("SigIgn")) {
                    state.put(line.substring(0, 6), line);
                }
            }
            for (Object hook : ((Map<?, ?>) field(Class.forName("java.lang.ApplicationShutdownHooks"), "hooks")
                            .get(null))
                    .keySet()) {
                noteHook(((Thread) hook).getName(), state);
            }
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (!thread.isDaemon()) {
                    state.put("thread " + thread.getName(), "");
                }
            }
            return state;
        }

        /** Ours, Chronicle's and, on older JDKs, that of the logging that JNA loads. */
        private static void noteHook(String name, Map<String, String> state) {
            if (!List.of("multiproc-exit", "Thread-0", "Logging-Cleaner").contains(name)) {
                state.put("hook " + name, "");
            }
        }

        private static Field field(Class<?> type, String name) throws NoSuchFieldException {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        }
    }

    private static Setup setup(List<String> flags) {
        return new Setup(flags, System.getProperty("java.class.path"), Map.of());
    }

    private static void assertPrints(Setup setup, Class<?> main, String... lines) throws Exception {
        try (ParentProgram program = setup.start(main)) {
            assertThat(program.exitCode()).isZero();
            assertThat(program.errors()).isEmpty();
            assertThat(program.output()).containsExactly(lines);
        }
    }

    @Test
    void nothingOfTheProgramIsChangedAndNothingPrinted() throws Exception {
        assertPrints(setup(OPENS), Watchful.class, "done");
    }

    @Test
    void whatTheProgramHasSetItselfStays() throws Exception {
        Path own = directory.resolve("own.properties");
        Files.writeString(own, "queue.force.unlock.mode=NEVER\nuser.language=xx\nfound=lying about\n");
        List<String> flags = new ArrayList<>(OPENS);
        flags.addAll(List.of(
                "-Dsystem.properties=" + own, "-Dslf4j.internal.verbosity=DEBUG", "-Dchronicle.analytics.disable=no"));
        try (ParentProgram program = setup(flags).start(Watchful.class)) {
            assertThat(program.exitCode()).isZero();
            assertThat(program.output()).containsExactly("done");
        }
    }

    /** Prints what came of a file that lies in its working directory. */
    static final class Finder {
        public static void main(String[] arguments) throws Exception {
            try (Multiprocessing mp = Multiprocessing.open()) {
                bringInChronicle(mp.queue());
            }
            System.out.println("found " + System.getProperty("found"));
        }
    }

    @Test
    void aFileInTheWorkingDirectoryIsNotRead() throws Exception {
        Files.writeString(directory.resolve("system.properties"), "found=lying about\n");
        assertThat(run(directory, Finder.class)).isEqualTo("found null\n");
    }

    /** Its output, and what it says on standard error. */
    private static String run(Path workingDirectory, Class<?> main) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName())
                .directory(workingDirectory.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void aLogThatIsOpenedWhileTheJvmExitsSaysNothing() throws Exception {
        assertPrints(setup(List.of()), ChronicleAtExit.class, "appended");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_24, disabledReason = "earlier JDKs are not asked what they refuse")
    void whereMemoryIsRefusedTheFlagIsNamed() throws Exception {
        try (ParentProgram program =
                setup(List.of("--sun-misc-unsafe-memory-access=deny")).start(Finder.class)) {
            assertThat(program.exitCode()).isEqualTo(1);
            assertThat(String.join("\n", program.errors())).contains("--sun-misc-unsafe-memory-access=deny");
        }
    }
}
