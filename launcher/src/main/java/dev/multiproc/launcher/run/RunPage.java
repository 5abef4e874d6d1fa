package dev.multiproc.launcher.run;

import dev.multiproc.launcher.report.BarChart;
import dev.multiproc.launcher.report.LineChart;
import dev.multiproc.launcher.report.Page;
import dev.multiproc.launcher.report.TimeLine;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report of a run as a page for a browser: {@code --report}. */
final class RunPage {
    /** More points than this are drawn side by side on no screen. */
    private static final int MOST_POINTS = 200;

    private final RunReport report;
    private final RunHistory history;
    private final List<String> problems;
    private final double seconds;

    RunPage(RunReport report, RunHistory history, List<String> problems) {
        this.report = report;
        this.history = history;
        this.problems = problems;
        this.seconds = Math.max(report.elapsedSeconds(), history.lastMillis() / 1e3);
    }

    String text() {
        Page page = new Page("multiproc run: " + count(report.producers(), "producer") + ", "
                + count(report.consumers(), "consumer"));
        page.note("ended " + Instant.now().truncatedTo(ChronoUnit.SECONDS));
        problems.forEach(page::problem);
        page.tiles(tiles());
        page.section("Items finished a second", LineChart.of("items finished a second", rates(), seconds));
        page.section("Items waiting in the queue", LineChart.of("items waiting in the queue", depths(), seconds));
        page.section("Children", TimeLine.of(times(), seconds));
        if (!report.latencyBars().isEmpty()) {
            page.section("Time from put to take", BarChart.of(report.latencyBars()));
        }
        page.table("Figures of the children", workers());
        if (!report.slowest().isEmpty()) {
            page.table("Slowest items", slowest());
        }
        return page.text();
    }

    private static String count(List<?> workers, String name) {
        return workers.size() + " " + name + (workers.size() == 1 ? "" : "s");
    }

    private List<List<String>> tiles() {
        QueueFigures queue = report.queue();
        return List.of(
                List.of("done", Long.toString(queue.done())),
                List.of("seconds", format("%.2f", report.elapsedSeconds())),
                List.of("items a second", format("%.1f", report.itemsPerSecond())),
                List.of(
                        "put to take, half within",
                        Summary.time(report.latency().p50())),
                List.of("99 % within", Summary.time(report.latency().p99())),
                List.of("redelivered", Long.toString(queue.redelivered())),
                List.of("dead letters", Long.toString(queue.deadLettered())),
                List.of("lost", Long.toString(queue.lost())));
    }

    private List<LineChart.Point> depths() {
        return history.samples().stream()
                .map(sample -> new LineChart.Point(sample.millis() / 1e3, sample.depth()))
                .toList();
    }

    private List<LineChart.Point> rates() {
        List<RunHistory.Sample> samples = history.samples();
        int step = Math.max(1, samples.size() / MOST_POINTS);
        List<LineChart.Point> points = new ArrayList<>();
        for (int i = step; i < samples.size(); i += step) {
            RunHistory.Sample before = samples.get(i - step);
            RunHistory.Sample after = samples.get(i);
            double passed = Math.max(1, after.millis() - before.millis()) / 1e3;
            double rate = (after.sums().finished() - before.sums().finished()) / passed;
            points.add(new LineChart.Point(after.millis() / 1e3, Math.max(0, rate)));
        }
        return points;
    }

    private List<TimeLine.Row> times() {
        Map<String, List<TimeLine.Span>> rows = new LinkedHashMap<>();
        Map<String, Double> begins = new LinkedHashMap<>();
        report.workers().forEach(worker -> rows.put(worker.name(), new ArrayList<>()));
        for (RunHistory.Event event : history.events()) {
            double at = event.millis() / 1e3;
            if (event.what() != RunHistory.What.STARTED) {
                double from = begins.getOrDefault(event.worker(), 0.0);
                rows.get(event.worker()).add(new TimeLine.Span(from, at, fault(event)));
            }
            begins.put(event.worker(), at);
        }
        return rows.entrySet().stream()
                .map(row -> new TimeLine.Row(row.getKey(), row.getValue()))
                .toList();
    }

    private static String fault(RunHistory.Event event) {
        if (event.exitCode() == 0) {
            return null;
        }
        return event.exitCode() < 0 ? "signal " + -event.exitCode() : "exit code " + event.exitCode();
    }

    private List<List<String>> workers() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("child", "pid", "items", "items/s", "working", "restarts", "exit code"));
        report.workers()
                .forEach(worker -> rows.add(List.of(
                        worker.name(),
                        Long.toString(worker.pid()),
                        Long.toString(worker.items()),
                        format("%.1f", worker.itemsPerSecond()),
                        format("%.0f%%", worker.workingRatio() * 100),
                        Integer.toString(worker.restarts()),
                        Summary.exit(worker))));
        return rows;
    }

    private List<List<String>> slowest() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("took", "item", "consumer"));
        report.slowest().forEach(slow -> rows.add(List.of(Summary.time(slow.micros()), slow.text(), slow.worker())));
        return rows;
    }

    private static String format(String form, Object value) {
        return String.format(Locale.ROOT, form, value);
    }
}
