package dev.multiproc.launcher.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The processes of the job that a shell runs: the shell's group, and the descendants that have left it. A process that was seen is
 * remembered, since it is no descendant any more when its parent has ended.
 */
final class JobTree {
    private final ProcessHandle shell;
    private final Set<ProcessHandle> seen = new LinkedHashSet<>();

    JobTree(ProcessHandle shell) {
        this.shell = shell;
    }

    /** What to send a signal to: pids, and the group with a minus before its number. */
    List<String> targets() {
        shell.descendants().forEach(seen::add);
        List<String> targets = new ArrayList<>();
        if (ShellStart.hasGroups()) {
            targets.add("-" + shell.pid());
        }
        for (ProcessHandle process : seen) {
            if (process.isAlive() && !(ShellStart.hasGroups() && group(process) == shell.pid())) {
                targets.add(Long.toString(process.pid()));
            }
        }
        return targets;
    }

    /** The group of a process; -1 if it is gone, or the system does not tell. */
    private static long group(ProcessHandle process) {
        try {
            Path file = Path.of("/proc", Long.toString(process.pid()), "stat");
            String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            // Behind the name, which may contain anything: state, parent, group.
            String[] words = text.substring(text.lastIndexOf(')') + 2).split(" ", 4);
            return Long.parseLong(words[2]);
        } catch (IOException gone) {
            return -1;
        }
    }
}
