package dev.multiproc.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Signals: sent to a process, or ignored by this JVM since its start, as under {@code nohup} and in the background of a script. */
public final class Signals {
    public static final int HUP = 1;
    public static final int INT = 2;
    public static final int QUIT = 3;

    private Signals() {}

    /**
     * Sends a signal. After STOP it waits until the process has stopped: its threads go on for a moment, and may take an item that the
     * test puts then.
     *
     * @param name such as {@code STOP}
     */
    public static void send(String name, long pid) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
        if (name.equals("STOP") && pid != ProcessHandle.current().pid()) {
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> isStopped(pid));
        }
    }

    /** Whether all threads of a process are stopped, or it is gone. */
    public static boolean isStopped(long pid) {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path thread : threads) {
                String stat = Files.readString(thread.resolve("stat"));
                if ("TtZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) < 0) {
                    return false;
                }
            }
            return true;
        } catch (IOException threadEnds) {
            return !Files.exists(Path.of("/proc", Long.toString(pid)));
        }
    }

    public static boolean isIgnored(int signal) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("SigIgn:")) {
                return (Long.parseUnsignedLong(line.split("\\s+")[1], 16) >>> signal - 1 & 1) != 0;
            }
        }
        return false;
    }

    /** What is to stand before a command whose process is to ignore none of them: it would inherit them. */
    static List<String> defaults() throws IOException {
        return isIgnored(HUP) || isIgnored(INT) || isIgnored(QUIT)
                ? List.of("env", "--default-signal=HUP,INT,QUIT")
                : List.of();
    }
}
