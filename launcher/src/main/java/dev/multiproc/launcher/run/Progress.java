package dev.multiproc.launcher.run;

import dev.multiproc.ChildOutput;
import dev.multiproc.launcher.output.Screen;
import dev.multiproc.launcher.output.Signals;
import dev.multiproc.launcher.output.StandardStream;
import dev.multiproc.launcher.output.TerminalSize;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.SharedQueue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** What the terminal shows while a run is at work: the lines of its children, and how far it is. Thread-safe. */
final class Progress {
    private static final int BAR_WIDTH = 20;

    private final DisplayOptions options;
    private final OutputOptions output;
    private final Screen screen = new Screen();
    /** By the names of children: their last lines. */
    private final Map<String, String> latest = new LinkedHashMap<>();

    private volatile boolean isResized = true;
    private long firstMillis;
    private long firstFinished;

    Progress(DisplayOptions options, OutputOptions output) {
        this.options = options;
        this.output = output;
        if (options.hasBar()) {
            Signals.handle("WINCH", signal -> isResized = true);
        }
    }

    /** Called for each line of each child, if these come through this process. */
    void line(ChildOutput.Line line) {
        String text = (options.isTagged() ? TagColors.tag(line.child(), output.colored()) : "") + line.text();
        if (options.latestLine()) {
            synchronized (latest) {
                latest.put(line.child(), text);
            }
        } else {
            screen.println(line.isError() ? StandardStream.ERR : output.stream(), text);
        }
    }

    /** Called more often than {@link #show}. */
    void flush() {
        screen.flush();
    }

    /** Called every now and then. */
    void show(RunHistory history, SharedQueue<Item> queue, LiveFigures.Sums sums, boolean areAllMade) {
        if (!options.hasBar()) {
            return;
        }
        if (isResized) {
            isResized = false;
            resize();
        }
        List<String> lines = new ArrayList<>();
        synchronized (latest) {
            lines.addAll(latest.values());
        }
        long inFlight = queue instanceof JoinableQueue<Item> joinable
                ? Math.max(0, joinable.unfinished() - queue.size())
                : sums.inFlight();
        if (firstMillis == 0 && sums.finished() > 0) {
            firstMillis = history.millis();
            firstFinished = sums.finished();
        }
        OptionalLong total = areAllMade ? OptionalLong.of(sums.put()) : options.total();
        lines.add(bar(sums, inFlight, queue.size(), total, rate(history, sums)));
        screen.show(lines);
    }

    private void resize() {
        try {
            screen.resize(TerminalSize.ask());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Items a second since the first one was finished, without the start of the JVMs. */
    private double rate(RunHistory history, LiveFigures.Sums sums) {
        double seconds = (history.millis() - firstMillis) / 1e3;
        return firstMillis == 0 || seconds == 0 ? 0 : (sums.finished() - firstFinished) / seconds;
    }

    private static String bar(LiveFigures.Sums sums, long inFlight, long depth, OptionalLong total, double rate) {
        StringBuilder line = new StringBuilder();
        if (total.isPresent() && total.getAsLong() > 0) {
            double share = Math.min(1, (double) sums.finished() / total.getAsLong());
            int filled = (int) (share * BAR_WIDTH);
            line.append(String.format(
                    Locale.ROOT, "[%s%s] %.0f%%  ", "#".repeat(filled), "-".repeat(BAR_WIDTH - filled), share * 100));
        }
        line.append(String.format(
                Locale.ROOT,
                "made %d  done %d  in flight %d  depth %d  %.1f/s",
                sums.put(),
                sums.finished(),
                inFlight,
                depth,
                rate));
        if (sums.failed() > 0) {
            line.append("  failed ").append(sums.failed());
        }
        if (total.isPresent() && rate > 0) {
            line.append("  ")
                    .append(time((total.getAsLong() - sums.finished()) / rate))
                    .append(" left");
        }
        return line.toString();
    }

    private static String time(double seconds) {
        long whole = Math.max(0, Math.round(seconds));
        return whole >= 3600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
    }

    /** Throws if lines of children could not be printed. */
    void check() throws IOException {
        screen.check();
    }

    /** Nothing is shown any more; the last lines of children stay. */
    void close() {
        screen.close();
        synchronized (latest) {
            latest.values().forEach(line -> screen.println(output.stream(), line));
            latest.clear();
        }
        screen.flush();
    }
}
