package dev.multiproc.launcher.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.Multiprocessing;
import dev.multiproc.inspect.ServerInspection;
import dev.multiproc.launcher.MultiprocCommand;
import dev.multiproc.sync.SharedLock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Each command once at a server. The address is in the environment, with its password. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AtServerIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String AT = "MULTIPROC_AT";

    private TestServer server;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        server = TestServer.start(directory);
    }

    @AfterAll
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    private String session(String name) {
        return server.address() + "?session=" + name;
    }

    private static MultiprocCommand run(String address, String... args) throws IOException, InterruptedException {
        MultiprocCommand run = MultiprocCommand.run(LIMIT, Map.of(AT, address), (process, stdout) -> {}, args);
        assertThat(run.toString()).doesNotContain(TestServer.PASSWORD);
        return run;
    }

    private static List<String> fine(String address, String... args) throws IOException, InterruptedException {
        MultiprocCommand run = run(address, args);
        assertThat(run.exitCode()).as(run.toString()).isZero();
        return run.stdout();
    }

    /** Without the time that a command takes to start. */
    private List<String> sessions() {
        try (ServerInspection look = Multiprocessing.inspectServer(URI.create(server.address()))) {
            return look.sessions();
        }
    }

    @Test
    void shellsOfManyMachinesShareAQueue() throws Exception {
        String at = session("shells");
        fine(at, "put", "words", "a", "b", "c");
        assertThat(fine(at, "get", "words", "-n", "1")).containsExactly("a");
        assertThat(fine(at, "work", "words", "-j", "1", "--", "echo", "did", "{}"))
                .containsExactly("did b", "did c");
    }

    @Test
    @SuppressWarnings("LockNotBeforeTry") // It is looked at in between.
    void whoIsThereAndHoldsWhat() throws Exception {
        String address = session("seen");
        try (Multiprocessing mp = Multiprocessing.open(URI.create(address))) {
            SharedLock lock = mp.lock("door");
            lock.lock();
            try {
                long pid = ProcessHandle.current().pid();
                assertThat(fine(server.address(), "ls")).anyMatch(line -> line.matches("seen .* 1 +0 +1 +this one"));
                assertThat(fine(server.address(), "inspect", "seen"))
                        .anyMatch(line -> line.matches("MainProcess +" + pid + " +this one +\\d+\\.\\ds +running.*"))
                        .anyMatch(line -> line.matches("door +SharedLock +1 fence +MainProcess \\(pid " + pid + "\\)"));
                assertThat(fine(server.address(), "top", "seen", "--once"))
                        .anyMatch(line -> line.matches("MainProcess +" + pid + " +working.*"))
                        .anyMatch(line -> line.matches("door +SharedLock.*MainProcess \\(" + pid + "\\)"));
            } finally {
                lock.unlock();
            }
        }
        assertThat(fine(server.address(), "stop", "seen", "--delete"))
                .singleElement()
                .asString()
                .startsWith("deleted seen");
        assertThat(sessions()).doesNotContain("seen");
    }

    @Test
    void theDoctorSaysWhatTheServerLacks() throws Exception {
        MultiprocCommand doctor = run(server.address(), "doctor");
        assertThat(doctor.exitCode()).as(doctor.toString()).isEqualTo(1);
        assertThat(doctor.stdout())
                .anyMatch(line -> line.startsWith("missing  persistence: no append-only file"))
                .anyMatch(line -> line.startsWith("ok       scripts: EVAL works"))
                .anyMatch(line -> line.startsWith("ok       memory: maxmemory-policy noeviction"))
                .anyMatch(line -> line.matches("ok +round trip: \\d+ us .*"));
    }

    @Test
    void aCommandForThisMachineLoadsNothingOfTheClient() throws Exception {
        MultiprocCommand ls = MultiprocCommand.execute(
                LIMIT,
                Map.of(),
                (process, stdout) -> {},
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load",
                        "-cp",
                        Path.of("target", "multiproc.jar").toAbsolutePath().toString(),
                        "dev.multiproc.launcher.Main",
                        "ls"));
        assertThat(ls.exitCode()).as(ls.toString()).isZero();
        assertThat(ls.stdout())
                .anyMatch(line -> line.contains("dev.multiproc.launcher.inspect.ListCommand"))
                .noneMatch(line -> line.contains("io.lettuce.") || line.contains("io.netty."))
                .noneMatch(line -> line.contains("dev.multiproc.redis."));
    }

    @Test
    void whatCannotBeDoneIsRefusedInWords() throws Exception {
        assertRefused(run(server.address(), "put", "words", "a"), "?session=NAME");
        assertRefused(run("redis://:" + TestServer.PASSWORD + " @host/0", "ls"), "no address of a server");
        assertRefused(
                run(server.address(), "ls", "--base", "/tmp", "--at", "redis://host/0"), "--base is of this machine");
    }

    private static void assertRefused(MultiprocCommand run, String why) {
        assertThat(run.exitCode()).as(run.toString()).isEqualTo(2);
        assertThat(run.stderr()).anyMatch(line -> line.startsWith("multiproc: ") && line.contains(why));
    }
}
