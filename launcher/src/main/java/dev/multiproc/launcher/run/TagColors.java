package dev.multiproc.launcher.run;

import java.util.List;

/** The beginning of each line of a child with {@code --tag}: its name, a colour a child. */
final class TagColors {
    private static final String RESET = "\033[0m";
    private static final List<String> COLORS =
            List.of("\033[36m", "\033[33m", "\033[32m", "\033[35m", "\033[34m", "\033[31m");

    private TagColors() {}

    static String tag(String worker, boolean colored) {
        String tag = worker + " | ";
        // Names that differ in their number only have hash codes side by side.
        return colored ? COLORS.get(Math.floorMod(worker.hashCode(), COLORS.size())) + tag + RESET : tag;
    }
}
