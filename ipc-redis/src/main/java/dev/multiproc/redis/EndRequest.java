package dev.multiproc.redis;

import dev.multiproc.internal.control.Journal;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Ends this process as a SIGTERM from outside would, so that what it has for that case is done. */
final class EndRequest {
    static final String MESSAGE = "end ";
    private static final int LIMIT_SECONDS = 10;

    private EndRequest() {}

    /** Returns at once. */
    static void obey() {
        Thread sender = new Thread(EndRequest::send, "multiproc-redis-end");
        sender.setDaemon(true);
        sender.start();
    }

    /** By the shell's own kill: Java does not let a process signal itself. */
    private static void send() {
        String pid = Long.toString(ProcessHandle.current().pid());
        try {
            Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -s TERM \"$0\"", pid)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!kill.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                Journal.warn(
                        EndRequest.class, "this process was asked to end, but could not send itself a signal", null);
            }
        } catch (IOException e) {
            Journal.warn(EndRequest.class, "this process was asked to end, but there is no shell to send a signal", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
