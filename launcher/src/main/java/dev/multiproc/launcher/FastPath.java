package dev.multiproc.launcher;

import dev.multiproc.launcher.demo.DemoList;
import java.io.PrintStream;

/** Answers simple commands without picocli, which takes longer to load than the JVM takes to start. */
final class FastPath {
    private FastPath() {}

    /** Returns true if it has answered the command; false if picocli has to parse the command. */
    static boolean tryAnswer(String[] args, PrintStream out) {
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
