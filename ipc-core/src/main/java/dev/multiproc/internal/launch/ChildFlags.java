package dev.multiproc.internal.launch;

import java.util.ArrayList;
import java.util.List;

/** The flags that the library gives to child JVMs. The user's come behind them and win. */
final class ChildFlags {
    private static final int FIRST_WITH_UNSAFE_WARNING = 23;
    private static final double HEAP_PERCENT = 25.0;
    private static final double MIN_HEAP_PERCENT = 2.0;

    private ChildFlags() {}

    /** Those of a child whose user gives these. */
    static List<String> beside(List<String> userFlags) {
        List<String> flags = new ArrayList<>();
        if (isHotSpot()) {
            if (!choosesCollector(userFlags)) {
                flags.add("-XX:+UseSerialGC");
            }
            flags.add("-XX:MaxRAMPercentage=" + heapPercent());
            // The JVM's own archive of classes lies at the same address in all children: they share its pages, and none
            // has
            // to adapt them.
            flags.add("-XX:+UnlockDiagnosticVMOptions");
            flags.add("-XX:ArchiveRelocationMode=0");
        }
        // No package is opened here: that costs a JVM a quarter of its start, and Chronicle's are opened when it is
        // loaded.
        if (Runtime.version().feature() >= FIRST_WITH_UNSAFE_WARNING) {
            flags.add("--enable-native-access=ALL-UNNAMED");
            flags.add("--sun-misc-unsafe-memory-access=allow");
        }
        for (String stream : List.of("file", "stdout", "stderr", "sun.stdout", "sun.stderr")) {
            flags.add("-D" + stream + ".encoding=UTF-8");
        }
        flags.add("-Dslf4j.internal.verbosity=ERROR");
        return flags;
    }

    /** Others have other flags. */
    static boolean isHotSpot() {
        String name = System.getProperty("java.vm.name", "");
        return name.contains("HotSpot") || name.contains("OpenJDK");
    }

    /** A JVM that is given two collectors does not start. */
    private static boolean choosesCollector(List<String> userFlags) {
        return userFlags.stream().anyMatch(flag -> flag.startsWith("-XX:+Use") && flag.endsWith("GC"));
    }

    /** A part of what one JVM would take, since there will be several. */
    private static double heapPercent() {
        return Math.max(MIN_HEAP_PERCENT, HEAP_PERCENT / Runtime.getRuntime().availableProcessors());
    }
}
