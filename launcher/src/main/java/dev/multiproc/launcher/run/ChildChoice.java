package dev.multiproc.launcher.run;

import dev.multiproc.Options;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * How the children's JVMs are started and ended.
 *
 * @param heapBytes the most that the heap of each may take
 * @param jvmArgs more flags for each
 * @param grace how long they may take to end before they are killed
 */
record ChildChoice(long heapBytes, List<String> jvmArgs, Duration grace) {
    Options sessionOptions() {
        String[] flags =
                Stream.concat(Stream.of("-Xmx" + heapBytes), jvmArgs.stream()).toArray(String[]::new);
        return Options.defaults().withJvmArgs(flags);
    }
}
