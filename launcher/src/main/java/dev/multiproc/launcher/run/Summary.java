package dev.multiproc.launcher.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The report of a run as text, for people. */
final class Summary {
    private static final String ROW = "%-10s %8s %9s %10s %8s %9s  %s";

    private Summary() {}

    static List<String> lines(RunReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(format(ROW, "child", "pid", "items", "items/s", "working", "restarts", "exit code"));
        report.workers().forEach(worker -> lines.add(row(worker)));
        QueueFigures queue = report.queue();
        lines.add(format(
                "queue      %d put, %d taken, %d done, %d redelivered, %d dead-lettered, %d left, %d lost, %d twice",
                queue.put(),
                queue.taken(),
                queue.done(),
                queue.redelivered(),
                queue.deadLettered(),
                queue.left(),
                queue.lost(),
                queue.duplicated()));
        if (queue.ofEarlierRuns() > 0) {
            lines.add(format("earlier    %d of earlier runs done", queue.ofEarlierRuns()));
        }
        if (queue.failed() > 0) {
            lines.add(format("failed     %d times a consumer gave an item back", queue.failed()));
        }
        lines.add(format("depth      %d at most, as seen after each put and every 20 ms", queue.maxDepth()));
        lines.add(format(
                "latency    from put to take: half within %s, 90 %% within %s, 99 %% within %s, the slowest %s",
                time(report.latency().p50()),
                time(report.latency().p90()),
                time(report.latency().p99()),
                time(report.latency().max())));
        for (SlowItem slow : report.slowest()) {
            lines.add(format("slow       %-10s %s of %s", time(slow.micros()), slow.text(), slow.worker()));
        }
        lines.add(format(
                "total      %d items in %.2f s, starting JVMs included: %.1f items/s",
                queue.done(), report.elapsedSeconds(), report.itemsPerSecond()));
        return lines;
    }

    private static String row(WorkerFigures worker) {
        return format(
                ROW,
                worker.name(),
                worker.pid(),
                worker.items(),
                format("%.1f", worker.itemsPerSecond()),
                format("%.0f%%", worker.workingRatio() * 100),
                worker.restarts(),
                exit(worker));
    }

    static String exit(WorkerFigures worker) {
        return worker.exitCode().isPresent()
                ? worker.exitCode().getAsInt() + (worker.endedByParent() ? " (ended by the parent)" : "")
                : "never started";
    }

    static String time(long micros) {
        if (micros < 1000) {
            return micros + " us";
        }
        return micros < 1_000_000 ? format("%.1f ms", micros / 1e3) : format("%.2f s", micros / 1e6);
    }

    private static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
