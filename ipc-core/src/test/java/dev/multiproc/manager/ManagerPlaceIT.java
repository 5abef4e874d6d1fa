package dev.multiproc.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.Options;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The place of the session's files is removed, or full, while a manager is in use. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class ManagerPlaceIT {
    private static final long LIMIT_SECONDS = 30;

    @TempDir
    private Path base;

    private static int sh(String script, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("unshare", "-m", "-p", "-f", "--mount-proc", "sh", "-c", script));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        System.out.print(said);
        return process.waitFor();
    }

    @Test
    void whenTheDirectoryIsGoneTheManagerEndsAndCallsSaySo() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(Options.defaults().withBaseDirectory(base));
                Manager manager = mp.manager()) {
            ManagedMap<String, Integer> map = manager.map();
            assertThat(new ProcessBuilder("sh", "-c", "rm -rf " + base + "/*")
                            .start()
                            .waitFor())
                    .isZero();
            // Its process notices it within about a second, and ends.
            await().untilAsserted(() -> assertThatExceptionOfType(MultiprocessingException.class)
                    .isThrownBy(() -> map.get("key"))
                    .withStackTraceContaining("has ended"));
        }
    }

    /** In a small place: fills it, and makes room again. */
    static final class Full {
        private Full() {}

        public static void main(String[] arguments) throws Exception {
            Path base = Path.of("/dev/shm/sessions");
            try (Multiprocessing mp = Multiprocessing.open(Options.defaults().withBaseDirectory(base));
                    Manager manager = mp.manager()) {
                ManagedMap<String, Integer> map = manager.map();
                Path filler = base.resolve("filler");
                fill(filler);
                map.put("key", 1);
                try {
                    callWhileAnotherWaits(manager, map);
                    System.out.println("there is room");
                    System.exit(2);
                } catch (MultiprocessingException e) {
                    System.out.println("full: " + e.getMessage());
                }
                Files.delete(filler);
                callWhileAnotherWaits(manager, map);
                System.out.println(map);
                System.exit(map.get("key") == 2 ? 0 : 3);
            }
        }

        private static void fill(Path filler) throws IOException {
            try (OutputStream out = Files.newOutputStream(filler)) {
                while (true) {
                    out.write(new byte[4096]);
                }
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
        }

        /** One has the connection that there is, so the call needs another one. */
        static Integer callWhileAnotherWaits(Manager manager, ManagedMap<String, Integer> map) throws Exception {
            ManagedEvent event = manager.event();
            FutureTask<Boolean> waiting = new FutureTask<>(() -> event.await(LIMIT_SECONDS, TimeUnit.SECONDS));
            Thread waiter = new Thread(waiting, "waiter");
            waiter.start();
            ManagerScene.awaitAsleep(waiter);
            try {
                return map.merge("key", 1, Integer::sum);
            } finally {
                waiter.interrupt();
                waiter.join();
            }
        }
    }

    @Test
    void connectionsGoOnWhenThereIsNoRoomAndNewOnesSaySo() throws Exception {
        assumeTrue(new ProcessBuilder("sh", "-c", "command -v unshare").start().waitFor() == 0, "needs unshare");
        assumeTrue(sh("mount -t tmpfs tmpfs /mnt") == 0, "needs root");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        assertThat(sh(
                        "mount -t tmpfs -o size=64m tmpfs /dev/shm && exec \"$@\"",
                        "sh",
                        java,
                        "-Dmultiproc.classArchive=false",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Full.class.getName()))
                .isZero();
    }
}
