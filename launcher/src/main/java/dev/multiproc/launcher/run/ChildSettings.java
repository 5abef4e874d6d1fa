package dev.multiproc.launcher.run;

import dev.multiproc.ChildOptions;
import dev.multiproc.ChildOutput;
import dev.multiproc.Options;
import dev.multiproc.RestartPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the child JVMs are started and ended.
 *
 * @param heapBytes the maximum heap size of each child JVM
 * @param jvmArgs further JVM flags for each child
 * @param restart whether a child that fails is started again
 * @param debugged the port on which each debugged child waits for a debugger, by its role and place, as in {@code consumer-2}
 * @param grace how long a child may take to end after it was asked to, before it is killed
 */
record ChildSettings(
        long heapBytes, List<String> jvmArgs, RestartPolicy restart, Map<String, Integer> debugged, Duration grace) {
    /**
     * What all children get.
     *
     * @param classPath where the user's classes are
     * @param output where the lines of children go; empty for where this process writes
     */
    Options sessionOptions(List<Path> classPath, Optional<ChildOutput> output) {
        String[] flags =
                Stream.concat(Stream.of("-Xmx" + heapBytes), jvmArgs.stream()).toArray(String[]::new);
        Options options = Options.defaults().withJvmArgs(flags).withClassPath(classPath.toArray(new Path[0]));
        return output.map(options::withOutput).orElse(options);
    }

    /**
     * What one child gets besides.
     *
     * @param logDirectory where each child has a file for what it prints; null for none
     */
    ChildOptions optionsOf(Worker worker, Path logDirectory) {
        ChildOptions options = ChildOptions.defaults();
        if (logDirectory != null) {
            options = options.withOutput(ChildOutput.appendTo(logDirectory.resolve(worker.name() + ".log")));
        }
        Integer port = debugged.get(worker.role() + "-" + (worker.index() + 1));
        return port == null ? options : options.withJvmArgs(debugger(port));
    }

    static String debugger(int port) {
        return "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,quiet=y,address=localhost:" + port;
    }
}
