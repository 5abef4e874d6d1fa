package dev.multiproc.launcher.top;

import dev.multiproc.launcher.inspect.ProcessSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;

/** Has a JVM write down the stacks of its threads. */
final class ThreadDump {
    private static final int LIMIT_SECONDS = 5;

    private ThreadDump() {}

    /**
     * Writes them to a file with the JDK's jcmd; where there is none, or it does not get through, the JVM prints them itself.
     *
     * @return where they are, for the user
     */
    static String of(String name, long pid) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (Files.isExecutable(jcmd)) {
            // Its permissions are the user's alone.
            Path file = Files.createTempFile(
                    "multiproc-threads-" + pid + "-",
                    ".txt",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Process dump = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "Thread.print", "-l")
                    .redirectErrorStream(true)
                    .redirectOutput(file.toFile())
                    .start();
            if (dump.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && dump.exitValue() == 0) {
                return "the threads of " + name + " are in " + file;
            }
            dump.destroyForcibly();
            Files.deleteIfExists(file);
        }
        ProcessSignal.QUIT.send(pid);
        return name + " prints its threads to its own standard output (SIGQUIT)";
    }
}
