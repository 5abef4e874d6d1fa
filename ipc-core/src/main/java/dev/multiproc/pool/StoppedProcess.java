package dev.multiproc.pool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a process was stopped, by SIGSTOP or a debugger: then it heeds no signal but SIGKILL, until it goes on. */
final class StoppedProcess {
    private StoppedProcess() {}

    /** False also if there is no such process, or the system does not tell. */
    static boolean is(long pid) {
        try {
            byte[] stat = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "stat"));
            // The name, in parentheses, may hold anything.
            String behindName = new String(stat, StandardCharsets.ISO_8859_1).replaceFirst("(?s).*\\) ", "");
            return behindName.startsWith("T") || behindName.startsWith("t");
        } catch (IOException e) {
            return false;
        }
    }
}
