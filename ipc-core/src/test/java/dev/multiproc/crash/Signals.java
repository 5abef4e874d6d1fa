package dev.multiproc.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/** Signals that Java cannot send. */
final class Signals {
    private Signals() {}

    /**
     * Sends a signal.
     *
     * @param name as the shell knows it: STOP, CONT, KILL
     */
    static void send(String name, long pid) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }
}
