package dev.multiproc.launcher.run;

import java.io.IOException;
import java.util.List;

/** Writes a worker's lines. */
final class Voice {
    private static final String RESET = "\033[0m";
    private static final List<String> TAG_COLORS =
            List.of("\033[36m", "\033[33m", "\033[32m", "\033[35m", "\033[34m", "\033[31m");

    private final Worker worker;
    private final String tag;
    /** Nobody can read it any more, or there is no room: the work goes on, and the parent, whose line is the last, says so. */
    private boolean isMute;

    Voice(Worker worker) {
        this.worker = worker;
        this.tag = tag(worker);
    }

    void say(String line) {
        Look look = worker.look();
        if (look.quiet() || isMute) {
            return;
        }
        String text = look.colored() ? worker.role().ground() + line + RESET : line;
        try {
            look.stream().println(tag + text);
        } catch (IOException e) {
            isMute = true;
        }
    }

    private static String tag(Worker worker) {
        if (!worker.look().tagged()) {
            return "";
        }
        String tag = worker.name() + " | ";
        // Cooks count up through the colours and eaters down, so that the first few of each differ.
        int turn = worker.role() == Role.COOK ? worker.index() : -1 - worker.index();
        String color = TAG_COLORS.get(Math.floorMod(turn, TAG_COLORS.size()));
        return worker.look().colored() ? color + tag + RESET : tag;
    }
}
