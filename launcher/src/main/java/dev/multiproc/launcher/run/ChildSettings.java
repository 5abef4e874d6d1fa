package dev.multiproc.launcher.run;

import dev.multiproc.Options;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * How the child JVMs are started and ended.
 *
 * @param heapBytes the maximum heap size of each child JVM
 * @param jvmArgs further JVM flags for each child
 * @param grace how long a child may take to end after it was asked to, before it is killed
 */
record ChildSettings(long heapBytes, List<String> jvmArgs, Duration grace) {
    Options sessionOptions() {
        String[] flags =
                Stream.concat(Stream.of("-Xmx" + heapBytes), jvmArgs.stream()).toArray(String[]::new);
        return Options.defaults().withJvmArgs(flags);
    }
}
