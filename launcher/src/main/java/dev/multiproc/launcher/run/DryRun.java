package dev.multiproc.launcher.run;

import dev.multiproc.launcher.work.OutputRoute;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a run would start, as text. */
final class DryRun {
    private static final double MIB = 1 << 20;

    private final RunOptions options;

    DryRun(RunOptions options) {
        this.options = options;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        Work work = options.work();
        String source = work.isOfTheTutorials() ? "built-in" : work.source().describe();
        int producers = options.workload().producers();
        for (int index = 0; index < producers; index++) {
            lines.add(line(work.nameOf(Role.PRODUCER, index), Role.PRODUCER + "-" + (index + 1), source));
        }
        String sink = work.isOfTheTutorials()
                ? "built-in"
                : work.sink().apply(new OutputRoute(null)).describe();
        for (int index = 0; index < options.consumers(); index++) {
            lines.add(line(work.nameOf(Role.CONSUMER, index), Role.CONSUMER + "-" + (index + 1), sink));
        }
        int children = options.consumers() + (work.readsInput() ? 0 : producers);
        double heapMib = options.children().heapBytes() / MIB;
        lines.add(String.format(
                Locale.ROOT,
                "%d child JVMs with heaps of %.0f MiB, %.0f MiB in all, of %.0f MiB that this machine has",
                children,
                heapMib,
                heapMib * children,
                Memory.totalBytes() / MIB));
        return lines;
    }

    private String line(String name, String place, String what) {
        if (name.equals(StandardInput.NAME)) {
            return name + ": " + what + ", in this process";
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + options.children().heapBytes());
        command.addAll(options.children().jvmArgs());
        Integer port = options.children().debugged().get(place);
        if (port != null) {
            command.add(ChildSettings.debugger(port));
        }
        List<String> classPath = new ArrayList<>();
        options.work().classPath().forEach(entry -> classPath.add(entry.toString()));
        classPath.add(ManagementFactory.getRuntimeMXBean().getClassPath());
        command.add("-cp");
        command.add(String.join(File.pathSeparator, classPath));
        return name + ": " + what + ": " + String.join(" ", command);
    }
}
