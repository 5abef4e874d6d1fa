package dev.multiproc.launcher;

import dev.multiproc.launcher.demo.DemoList;
import dev.multiproc.launcher.output.ColorMode;
import dev.multiproc.launcher.output.StandardStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;

/** Answers simple commands without picocli, which takes longer to load than the JVM takes to start. */
final class FastPath {
    private FastPath() {}

    /** Returns true if it has answered the command; false if picocli has to parse the command. */
    static boolean tryAnswer(String[] args, PrintStream out) {
        if (args.length == 2 && isHelp(args[1])) {
            return printHelp(args[0], out);
        }
        if (args.length != 1) {
            return false;
        }
        if (isHelp(args[0])) {
            return printHelp("multiproc", out);
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

    private static boolean isHelp(String word) {
        return word.equals("--help") || word.equals("-h");
    }

    /** Prints the text that the build has made of picocli's; false if there is no such command. */
    private static boolean printHelp(String command, PrintStream out) {
        boolean isColored = ColorMode.AUTO.appliesTo(StandardStream.OUT);
        String name = "help/" + command + (isColored ? ".ansi.txt" : ".txt");
        try (InputStream text = FastPath.class.getResourceAsStream(name)) {
            if (text == null) {
                return false;
            }
            out.write(text.readAllBytes());
            out.flush();
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
