package dev.multiproc.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Signals: sent to a process, or ignored by this JVM since its start, as under {@code nohup} and in the background of a script. */
public final class Signals {
    public static final int HUP = 1;
    public static final int INT = 2;
    public static final int QUIT = 3;

    private Signals() {}

    /**
     * Sends a signal.
     *
     * @param name such as {@code STOP}
     */
    public static void send(String name, long pid) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
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
