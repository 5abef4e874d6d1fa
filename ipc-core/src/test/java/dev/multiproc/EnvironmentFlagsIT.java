package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import dev.multiproc.testing.ParentProgram.Setup;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Children of a program whose environment gives flags to every JVM. */
@ExtendWith(LeavesNothingBehind.class)
class EnvironmentFlagsIT {
    private static final String COLLECTOR = "-XX:+UseParallelGC";
    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    private Path directory;

    /** Has a child answer what it is asked. */
    static final class Parent {
        public static void main(String[] arguments) throws Exception {
            Options options = arguments.length > 1 ? Options.defaults().withJvmArgs(arguments[1]) : Options.defaults();
            try (Multiprocessing mp = Multiprocessing.open(options)) {
                String question = arguments[0];
                ChildProcess child = mp.process(() -> System.out.println("child: " + answer(question)))
                        .start();
                child.join();
                System.out.println("exit code: " + child.exitCode().getAsInt());
            }
        }
    }

    private static String answer(String question) {
        return switch (question) {
            case "collector" ->
                ManagementFactory.getGarbageCollectorMXBeans().get(0).getName();
            case "heap" -> Long.toString(Runtime.getRuntime().maxMemory() / MEBIBYTE);
            default -> System.getProperty(question);
        };
    }

    /** An agent with a port of its own, as those of monitoring are. */
    public static final class Agent {
        private static ServerSocket socket;

        private Agent() {}

        public static void premain(String port) throws IOException {
            socket = new ServerSocket(Integer.parseInt(port), 1, InetAddress.getLoopbackAddress());
        }

        static boolean isOpen() {
            return socket != null;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String answer(Setup setup, String... arguments) throws Exception {
        try (ParentProgram parent = setup.start(Parent.class, arguments)) {
            assertThat(parent.exitCode()).isZero();
            assertThat(parent.output()).as(() -> errors(parent)).contains("exit code: 0");
            return parent.output().stream()
                    .filter(line -> line.startsWith("child: "))
                    .findFirst()
                    .orElseThrow()
                    .substring("child: ".length());
        }
    }

    private static String errors(ParentProgram parent) {
        try {
            return parent.errors().toString();
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static Setup with(String variable, String value) {
        return Setup.plain().withEnvironment(Map.of(variable, value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"})
    void aCollectorIsTheChildrensToo(String variable) throws Exception {
        assertThat(answer(with(variable, COLLECTOR), "collector")).startsWith("PS ");
    }

    @Test
    void oneInAFileIsToo() throws Exception {
        Path flags = Files.writeString(directory.resolve("flags"), COLLECTOR + "\n");
        assertThat(answer(with("JDK_JAVA_OPTIONS", "@" + flags), "collector")).startsWith("PS ");
        assertThat(answer(with("JAVA_TOOL_OPTIONS", "-XX:VMOptionsFile=" + flags), "collector"))
                .startsWith("PS ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"})
    void theOneThatIsChosenForChildrenWins(String variable) throws Exception {
        assertThat(answer(with(variable, COLLECTOR + " -Dbun=1"), "collector", "-XX:+UseSerialGC"))
                .isEqualTo("Copy");
    }

    @Test
    void aCollectorInTheChildrensOwnEnvironmentIsTheirs() throws Exception {
        Options options = Options.defaults().withEnvironment(Map.of("JAVA_TOOL_OPTIONS", COLLECTOR));
        try (Multiprocessing mp = Multiprocessing.open(options)) {
            SharedQueue<String> answers = mp.queue();
            mp.process(() -> answers.put(answer("collector"))).start().join();
            assertThat(answers.poll()).startsWith("PS ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"})
    void portsAreTheParentsAlone(String variable) throws Exception {
        String management = "-Dcom.sun.management.jmxremote.port=" + freePort()
                + " -Dcom.sun.management.jmxremote.authenticate=false -Dcom.sun.management.jmxremote.ssl=false";
        String debugger = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:" + freePort();
        String agent = "-javaagent:" + agent() + "=" + freePort();
        for (String flags : List.of(management, debugger, agent)) {
            assertThat(answer(with(variable, flags + " '-Dbun=with meat'"), "bun"))
                    .isEqualTo("with meat");
        }
    }

    private Path agent() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), Agent.class.getName());
        Path jar = directory.resolve("agent.jar");
        try (OutputStream out = Files.newOutputStream(jar)) {
            new JarOutputStream(out, manifest).close();
        }
        return jar;
    }

    @Test
    void aHeapLimitIsHeeded() throws Exception {
        assertThat(Integer.parseInt(answer(with("JAVA_TOOL_OPTIONS", "-Xmx77m"), "heap")))
                .isBetween(70, 77);
        assertThat(Integer.parseInt(answer(with("_JAVA_OPTIONS", "-Xmx77m"), "heap")))
                .isBetween(70, 77);
        assertThat(answer(with("JAVA_TOOL_OPTIONS", "-Xms300m -Dbun=1"), "bun")).isEqualTo("1");
    }

    /** What is meant for one JVM would be taken by each of many. */
    @Test
    void aShareOfTheMachineIsNot() throws Exception {
        int usual = Integer.parseInt(answer(Setup.plain(), "heap"));
        assertThat(Integer.parseInt(answer(with("JAVA_TOOL_OPTIONS", "-XX:MaxRAMPercentage=90"), "heap")))
                .isEqualTo(usual);
    }

    @Test
    void aLineBreakArrives() throws Exception {
        String value = "steamed\nbun\r\nwith # \"meat\"\\";
        assertThat(property(Options.defaults().withJvmArgs("-Dbun=" + value))).isEqualTo(value);
    }

    private static String property(Options options) throws InterruptedException {
        try (Multiprocessing mp = Multiprocessing.open(options)) {
            SharedQueue<String> answers = mp.queue();
            mp.process(() -> answers.put(System.getProperty("bun"))).start().join();
            return answers.poll();
        }
    }

    @Test
    void aLineBreakOnTheParentsCommandLineArrives() throws Exception {
        Setup setup = Setup.plain().withFlags("-Dbun=steamed\nbun");
        try (ParentProgram parent = setup.start(Parent.class, "bun")) {
            assertThat(parent.exitCode()).isZero();
            assertThat(parent.output()).containsExactly("child: steamed", "bun", "exit code: 0");
        }
    }
}
