package dev.multiproc.launcher;

import dev.multiproc.launcher.demo.DemoList;
import java.io.PrintStream;

/** Answers that need no parser of the command line: to load that takes longer than the JVM's own start. */
final class QuickAnswers {
    private QuickAnswers() {}

    /** Whether it was given; else the parser knows what to do. */
    static boolean give(String[] args, PrintStream out) {
        if (args.length != 1) {
            return false;
        }
        switch (args[0]) {
            case "--version", "-V" -> out.println(ManifestVersion.text());
            case "demo" -> DemoList.print(out, false);
            default -> {
                return false;
            }
        }
        return true;
    }
}
