package dev.multiproc.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.launcher.MultiprocCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code multiproc doctor} says about this machine. */
class DoctorIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void staleSessionsAndFlagsThatChildrenDoNotGetAreFound() throws IOException, InterruptedException {
        Path base = Files.createDirectory(
                directory.resolve("base"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path stale = Files.createDirectory(base.resolve("0123456789abcdef"));

        MultiprocCommand doctor = MultiprocCommand.run(
                LIMIT,
                Map.of(
                        "JDK_JAVA_OPTIONS",
                        "-Xmx300m -agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=0,quiet=y"),
                (process, stdout) -> {},
                "doctor",
                "--base",
                base.toString());

        assertThat(doctor.exitCode()).as(doctor.toString()).isEqualTo(1);
        assertThat(doctor.stdout())
                .anyMatch(line -> line.matches("ok +versions: multiproc .*, Chronicle Queue .*, Java .*"))
                .anyMatch(line -> line.matches("ok +directory of sessions: " + base))
                .anyMatch(line -> line.startsWith("ok       JDK_JAVA_OPTIONS: -Xmx300m -agentlib:jdwp="))
                .anyMatch(line -> line.contains("-> children do not get -agentlib:jdwp=")
                        && line.contains("each child may take the whole heap"))
                .anyMatch(line -> line.equals("missing  stale sessions: 1 whose processes are all gone: " + stale))
                .anyMatch(line -> line.contains("-> multiproc clean --base " + base));

        MultiprocCommand clean = MultiprocCommand.run(LIMIT, "clean", "--base", base.toString());
        assertThat(clean.stdout()).containsExactly("removed " + stale);
    }

    @Test
    void theFindingsAsJson() throws IOException, InterruptedException {
        MultiprocCommand doctor = MultiprocCommand.run(
                LIMIT, "doctor", "--json", "--base", directory.resolve("none").toString());

        assertThat(doctor.stderr()).isEmpty();
        assertThat(String.join("\n", doctor.stdout()))
                .startsWith("{\n  \"schema\": 1,\n  \"fine\": ")
                .contains("\"subject\": \"stale sessions\",\n      \"fine\": true,\n      \"text\": \"none\"");
    }
}
