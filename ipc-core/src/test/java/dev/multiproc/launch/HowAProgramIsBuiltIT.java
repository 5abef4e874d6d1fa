package dev.multiproc.launch;

import static dev.multiproc.launch.Workshop.BUNS;
import static dev.multiproc.launch.Workshop.MAIN;
import static dev.multiproc.launch.Workshop.SERVED;
import static dev.multiproc.launch.Workshop.SOURCES;
import static dev.multiproc.launch.Workshop.assertServes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that the usual tools build and run: real ones, which are downloaded once. */
@ExtendWith(LeavesNothingBehind.class)
@EnabledIfSystemProperty(
        named = "launch.builds",
        matches = "true",
        disabledReason = "downloads; see the profile launch")
@Timeout(300)
class HowAProgramIsBuiltIT {
    /** It may have to download. */
    private static final Duration MAVENS_LIMIT = Duration.ofMinutes(4);

    private static final String QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    @TempDir
    private Path directory;

    private ParentProgram maven(String project, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("mvn", "-B", "-ntp", "-f"));
        command.add(SOURCES.resolve(project).resolve("pom.xml").toString());
        command.add("-Dwork=" + directory.resolve(project));
        command.add("-Dcore.jar=" + jar("ipc-core"));
        for (String name : List.of("chronicle-queue.version", "jna.version", "slf4j.version", "junit.version")) {
            command.add("-D" + name + "=" + System.getProperty(name));
        }
        command.addAll(List.of(arguments));
        return ParentProgram.run(
                command, Map.of("JAVA_HOME", System.getProperty("java.home"), "MAVEN_OPTS", QUICK_START));
    }

    private static String jar(String name) {
        return Workshop.library().stream()
                .filter(jar -> Path.of(jar).getFileName().toString().startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    private static void assertSucceeds(ParentProgram maven) throws Exception {
        int code = maven.exitCode(MAVENS_LIMIT);
        assertThat(code).as("%s %s", maven.output(), maven.errors()).isZero();
    }

    @Test
    void runByMaven() throws Exception {
        try (ParentProgram maven = maven("exec-java", "compile", "exec:java")) {
            assertSucceeds(maven);
            assertThat(maven.output()).containsSubsequence(SERVED);
        }
    }

    static Stream<String> springBoots() {
        return Stream.of(System.getProperty("launch.boots", "4.1.2").split(","));
    }

    /** Of the newest, or of those in {@code -Dlaunch.boots=3.5.16,4.1.2}. */
    @ParameterizedTest
    @MethodSource("springBoots")
    void packedBySpringBoot(String version) throws Exception {
        try (ParentProgram maven = maven("spring-boot", "-Dboot.version=" + version, "package", "-DskipTests")) {
            assertSucceeds(maven);
        }
        String jar = directory.resolve("spring-boot/spring-boot-1.jar").toString();
        Path cache = directory.resolve("cache");
        // Once with all to be unpacked, once with all there, once with nowhere to unpack it but the session.
        assertServes(Workshop.java("-Dmultiproc.cacheDirectory=" + cache, "-jar", jar));
        assertThat(unpacked(cache)).hasSize(1);
        assertServes(Workshop.java("-Dmultiproc.cacheDirectory=" + cache, "-jar", jar));
        assertThat(unpacked(cache)).hasSize(1);
        assertServes(Workshop.java("-Dmultiproc.cacheDirectory=/proc/nowhere", "-jar", jar));
    }

    private static List<Path> unpacked(Path cache) throws IOException {
        try (Stream<Path> files = Files.list(cache.resolve("unpacked"))) {
            return files.filter(Files::isDirectory).toList();
        }
    }

    @Test
    void testedBySurefire() throws Exception {
        try (ParentProgram maven = maven("surefire", "test")) {
            assertSucceeds(maven);
        }
        try (ParentProgram maven = maven("surefire", "test", "-Pquiet")) {
            assertSucceeds(maven);
            assertThat(maven.output())
                    .contains("printed by a child")
                    .noneMatch(line -> line.contains("orrupted channel"));
        }
    }

    @Test
    void packedWithARuntimeThatHasNoCommand() throws Exception {
        try (ParentProgram program =
                ParentProgram.run(List.of(image()), Map.of("JAVA_HOME", System.getProperty("java.home")))) {
            assertThat(program.exitCode()).isZero();
            assertThat(program.output()).containsExactly(SERVED);
        }
    }

    @Test
    void packedSoWhereThereIsNoJvmBeside() throws Exception {
        try (ParentProgram program = ParentProgram.run(List.of(image()), Map.of("JAVA_HOME", "", "PATH", ""))) {
            assertThat(program.exitCode()).isEqualTo(1);
            assertThat(String.join("\n", program.errors()))
                    .contains("no JVM to start children with: there is no ")
                    .contains("or set JAVA_HOME");
        }
    }

    @Test
    void packedWithItsCommand() throws Exception {
        String image = image("--jlink-options", "--strip-debug --no-man-pages --no-header-files");
        try (ParentProgram program = ParentProgram.run(List.of(image), Map.of("JAVA_HOME", "", "PATH", ""))) {
            assertThat(program.exitCode()).isZero();
            assertThat(program.output()).containsExactly(SERVED);
        }
    }

    /** Of the modules that the documentation says. */
    private String image(String... options) throws IOException {
        Path input = Files.createDirectory(directory.resolve("input"));
        for (String jar : Workshop.library()) {
            Files.copy(Path.of(jar), input.resolve(Path.of(jar).getFileName()));
        }
        Workshop workshop = new Workshop(directory);
        Files.copy(workshop.packed(workshop.compiled(BUNS), ""), input.resolve("buns.jar"));
        List<String> arguments =
                new ArrayList<>(List.of("--type", "app-image", "--name", "buns", "--main-jar", "buns.jar"));
        arguments.addAll(List.of("--main-class", MAIN, "--input", input.toString(), "--dest", directory.toString()));
        arguments.addAll(List.of("--add-modules", "java.management,java.naming,jdk.unsupported"));
        arguments.addAll(List.of(options));
        Workshop.tool("jpackage", arguments);
        return directory.resolve("buns/bin/buns").toString();
    }
}
