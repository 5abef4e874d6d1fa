package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import dev.multiproc.testing.ParentProgram.Setup;
import java.io.File;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a child has of its parent: output, environment, flags; and what it has not. */
@ExtendWith(LeavesNothingBehind.class)
class ChildSetupIT {
    private static final String DEBUGGER = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0";

    /** What the locale allows on a command line. */
    private static final String BUN = "UTF-8".equals(System.getProperty("sun.jnu.encoding")) ? "包 子" : "bao zi";

    @TempDir
    private Path directory;

    /** Has a child do what its arguments say. */
    static final class Parent {
        public static void main(String[] arguments) throws Exception {
            try (Multiprocessing mp = Multiprocessing.open()) {
                switch (arguments[0]) {
                    case "print" -> run(mp, () -> System.out.println("包子"));
                    case "properties" ->
                        run(mp, () -> {
                            for (int i = 1; i < arguments.length; i++) {
                                System.out.println(System.getProperty(arguments[i]));
                            }
                        });
                    case "grandchild" ->
                        run(
                                mp,
                                () -> run(
                                        Multiprocessing.current(),
                                        () -> System.out.println(System.getProperty("bun"))));
                    case "input" -> {
                        run(mp, () -> System.out.println(System.in.read()));
                        System.out.print(new String(System.in.readNBytes(4), StandardCharsets.UTF_8));
                    }
                    case "queue" -> {
                        SharedQueue<String> queue = mp.queue();
                        run(mp, () -> queue.put("over a queue"));
                        System.out.println(queue.take());
                    }
                    default -> throw new IllegalArgumentException(arguments[0]);
                }
            }
        }

        private static void run(Multiprocessing mp, ProcessTask task) throws InterruptedException {
            mp.process(task).start().join();
        }
    }

    @Test
    void aChildsOutputIsItsOwnToTheByte() throws Exception {
        try (ParentProgram parent = ParentProgram.start(Parent.class, "print")) {
            assertThat(parent.exitCode()).isZero();
            assertThat(parent.outputBytes()).isEqualTo("包子\n".getBytes(StandardCharsets.UTF_8));
            assertThat(parent.errors()).isEmpty();
        }
    }

    @Test
    void itIsUtf8WhateverTheLocale() throws Exception {
        Setup setup = Setup.plain().withEnvironment(Map.of("LC_ALL", "C", "LANG", "C"));
        try (ParentProgram parent = setup.start(Parent.class, "print")) {
            assertThat(parent.exitCode()).isZero();
            assertThat(parent.outputBytes()).isEqualTo("包子\n".getBytes(StandardCharsets.UTF_8));
            assertThat(parent.errors()).isEmpty();
        }
    }

    @Test
    void aChildsInputIsEmptyAndItsParentsIsLeftAlone() throws Exception {
        try (ParentProgram parent = ParentProgram.start(Parent.class, "input")) {
            try (OutputStream input = parent.process().getOutputStream()) {
                input.write("bun\n".getBytes(StandardCharsets.UTF_8));
            }
            assertThat(parent.exitCode()).isZero();
            assertThat(parent.output()).containsExactly("-1", "bun");
        }
    }

    @Test
    void optionsReachTheChild() throws Exception {
        Path workingDirectory = Files.createDirectory(directory.resolve("work dir " + BUN));
        Options options = Options.defaults()
                .withJvmArgs("-Xmx77m", "-Dbun=" + BUN + "\" \\ # $HOME")
                .withEnvironment(Map.of("BUN", BUN))
                .withClassPath(Path.of("extra entry"))
                .withWorkingDirectory(workingDirectory);
        try (Multiprocessing mp = Multiprocessing.open(options)) {
            SharedQueue<String> answers = mp.queue();
            mp.process(() -> {
                        answers.put(System.getProperty("bun"));
                        answers.put(System.getenv("BUN"));
                        answers.put(Path.of("").toAbsolutePath().toString());
                        answers.put(System.getProperty("java.class.path"));
                        answers.put(Long.toString(Runtime.getRuntime().maxMemory() / 1024 / 1024));
                    })
                    .start()
                    .join();
            assertThat(answers.take()).isEqualTo(BUN + "\" \\ # $HOME");
            assertThat(answers.take()).isEqualTo(BUN);
            assertThat(answers.take()).isEqualTo(workingDirectory.toRealPath().toString());
            // The library's jars may come first.
            assertThat(answers.take().split(File.pathSeparator))
                    .contains(Path.of("extra entry").toAbsolutePath().toString())
                    .contains(absoluteClassPath().split(File.pathSeparator));
            assertThat(Integer.parseInt(answers.take())).isBetween(70, 77);
        }
    }

    private static String absoluteClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> new File(entry).getAbsolutePath())
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Test
    void aChildsChildHasTheSameOptions() throws Exception {
        Options options = Options.defaults().withJvmArgs("-Dbun=1").withEnvironment(Map.of("BUN", "2"));
        try (Multiprocessing mp = Multiprocessing.open(options)) {
            SharedQueue<String> answers = mp.queue();
            mp.process(() -> Multiprocessing.current()
                            .process(() -> answers.put(System.getProperty("bun") + System.getenv("BUN")))
                            .start()
                            .join())
                    .start()
                    .join();
            assertThat(answers.poll()).isEqualTo("12");
        }
    }

    @Test
    void aJvmThatCannotBeStartedIsRefusedAndNothingIsLeftOfIt() {
        Options options = Options.defaults().withWorkingDirectory(directory.resolve("missing"));
        try (Multiprocessing mp = Multiprocessing.open(options)) {
            ChildProcess child = mp.process("nowhere", () -> {});
            assertThatExceptionOfType(MultiprocessingException.class)
                    .isThrownBy(child::start)
                    .withMessageContaining("name=nowhere")
                    .withStackTraceContaining("missing");
            assertThat(child.isAlive()).isFalse();
            assertThat(mp.activeChildren()).isEmpty();
        }
    }

    @Test
    void theParentsPropertiesAreHandedOn() throws Exception {
        Setup setup = Setup.plain().withFlags("-Dbun=" + BUN, "-Dempty=", "-ea");
        assertPropertiesArrive(setup);
    }

    @Test
    void theyAreHandedOnFromBehindAVeryLongClassPathToo() throws Exception {
        String classPath = Setup.plain().classPath() + (":/" + "x".repeat(200) + ".jar").repeat(500);
        assertPropertiesArrive(Setup.plain().withClassPath(classPath).withFlags("-Dbun=" + BUN, "-Dempty="));
        assertPropertiesArrive(Setup.plain().withClassPath("").withFlags("-cp", classPath, "-Dbun=" + BUN, "-Dempty="));
    }

    @Test
    void theyAreHandedOnFromAnArgumentFileToo() throws Exception {
        Path arguments = directory.resolve("arguments");
        Files.writeString(arguments, "\"-Dbun=" + BUN + "\"\n-Dempty=\n");
        assertPropertiesArrive(Setup.plain().withFlags("@" + arguments));
    }

    @Test
    void aChildHandsThemOnToItsOwn() throws Exception {
        try (ParentProgram parent = Setup.plain().withFlags("-Dbun=" + BUN).start(Parent.class, "grandchild")) {
            assertThat(parent.exitCode()).isZero();
            assertThat(parent.output()).containsExactly(BUN);
        }
    }

    private static void assertPropertiesArrive(Setup setup) throws Exception {
        try (ParentProgram parent = setup.start(Parent.class, "properties", "bun", "empty", "other")) {
            assertThat(parent.exitCode()).isZero();
            assertThat(parent.errors()).isEmpty();
            assertThat(parent.output()).containsExactly(BUN, "", "null");
        }
    }

    @Test
    void theParentsDebuggerIsNotHandedOn() throws Exception {
        try (ParentProgram parent =
                Setup.plain().withFlags(DEBUGGER, "-Dbun=1").start(Parent.class, "properties", "bun")) {
            assertThat(parent.exitCode()).isZero();
            assertThat(parent.errors()).isEmpty();
            assertThat(parent.output()).hasSize(2);
            assertThat(parent.output().get(0)).startsWith("Listening for transport");
            assertThat(parent.output().get(1)).isEqualTo("1");
        }
    }

    @Test
    void norIsOneInAVariableWhoseOtherFlagsAre() throws Exception {
        for (String variable : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")) {
            Setup setup = Setup.plain().withEnvironment(Map.of(variable, DEBUGGER + " -Dbun=1"));
            try (ParentProgram parent = setup.start(Parent.class, "properties", "bun")) {
                assertThat(parent.exitCode()).isZero();
                assertThat(parent.output().stream().filter(line -> line.startsWith("Listening")))
                        .hasSize(1);
                assertThat(parent.output()).hasSize(2).endsWith("1");
            }
        }
    }

    @Test
    void aVariableThatHeldTheDebuggerAloneIsGone() throws Exception {
        Setup setup = Setup.plain().withEnvironment(Map.of("JAVA_TOOL_OPTIONS", DEBUGGER));
        try (ParentProgram parent = setup.start(Parent.class, "print")) {
            assertThat(parent.exitCode()).isZero();
            // The parent's own JVM says so, and no other.
            assertThat(parent.errors()).containsExactly("Picked up JAVA_TOOL_OPTIONS: " + DEBUGGER);
        }
    }

    @Test
    void theCommandLineShowsNothingOfTheTask() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open()) {
            String secret = "a secret recipe";
            SharedQueue<String> answers = mp.queue();
            mp.process("the name", () -> {
                        answers.put(Files.readString(Path.of("/proc/self/cmdline")) + secret.charAt(0));
                    })
                    .start()
                    .join();
            assertThat(answers.take())
                    .contains("dev.multiproc.internal.session.ChildMain")
                    .doesNotContain("recipe")
                    .doesNotContain("the name")
                    .doesNotContain(".jar");
        }
    }

    @Test
    void nobodyPhonesHome() throws Exception {
        assertThatExceptionOfType(ClassNotFoundException.class)
                .isThrownBy(() -> Class.forName("net.openhft.chronicle.analytics.Analytics"));
        Path home = Files.createDirectory(directory.resolve("home"));
        Setup setup = Setup.plain().withFlags("-Duser.home=" + home).withEnvironment(Map.of("HOME", home.toString()));
        try (ParentProgram parent = setup.start(Parent.class, "queue")) {
            assertThat(parent.exitCode()).isZero();
            assertThat(parent.output()).containsExactly("over a queue");
            assertThat(parent.errors()).isEmpty();
        }
        try (Stream<Path> files = Files.walk(home)) {
            assertThat(files.filter(file -> file.getFileName().toString().contains("analytics")))
                    .isEmpty();
        }
    }
}
