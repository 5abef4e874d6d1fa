package dev.multiproc.launcher.demo;

import dev.multiproc.examples.Demo;
import java.io.PrintStream;

/** The list of the tutorials' programs. */
public final class DemoList {
    private static final int NAME_WIDTH = 18;

    private DemoList() {}

    /**
     * Prints a line for each program. It does not use {@code String.format}, whose first use in a JVM takes longer than the
     * whole list.
     *
     * @param out where to print
     * @param english whether to print in English; otherwise in Chinese
     */
    public static void print(PrintStream out, boolean english) {
        StringBuilder list = new StringBuilder();
        for (Demo demo : Demo.ALL) {
            list.append(demo.name());
            list.append(" ".repeat(Math.max(0, NAME_WIDTH - demo.name().length()) + 1));
            list.append(english ? demo.english() : demo.chinese());
            list.append(System.lineSeparator());
        }
        out.print(list);
        out.flush();
    }
}
