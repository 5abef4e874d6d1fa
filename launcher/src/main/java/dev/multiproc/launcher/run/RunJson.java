package dev.multiproc.launcher.run;

import dev.multiproc.launcher.output.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The report of a run as JSON, for programs. */
final class RunJson {
    /** Incremented when a field is renamed or removed; a new field does not change it. */
    private static final int SCHEMA = 1;

    private RunJson() {}

    static String text(RunReport report) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("schema", SCHEMA);
        fields.put("seed", report.seed());
        fields.put("producers", workers(report.producers()));
        fields.put("consumers", workers(report.consumers()));
        fields.put("queue", queue(report.queue()));
        fields.put("elapsedSeconds", report.elapsedSeconds());
        fields.put("itemsPerSecond", report.itemsPerSecond());
        fields.put("latencyMicros", latency(report.latency()));
        fields.put("slowest", report.slowest().stream().map(RunJson::slow).toList());
        return Json.text(fields);
    }

    private static List<Map<String, Object>> workers(List<WorkerFigures> workers) {
        return workers.stream().map(RunJson::worker).toList();
    }

    private static Map<String, Object> worker(WorkerFigures worker) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", worker.name());
        fields.put("pid", worker.pid());
        fields.put("items", worker.items());
        fields.put("workingRatio", worker.workingRatio());
        fields.put("restarts", worker.restarts());
        fields.put("exitCode", worker.exitCode().isPresent() ? worker.exitCode().getAsInt() : null);
        return fields;
    }

    private static Map<String, Object> queue(QueueFigures queue) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("put", queue.put());
        fields.put("taken", queue.taken());
        fields.put("done", queue.done());
        fields.put("redelivered", queue.redelivered());
        fields.put("failed", queue.failed());
        fields.put("deadLettered", queue.deadLettered());
        fields.put("left", queue.left());
        fields.put("lost", queue.lost());
        fields.put("duplicated", queue.duplicated());
        fields.put("maxDepth", queue.maxDepth());
        fields.put("ofEarlierRuns", queue.ofEarlierRuns());
        return fields;
    }

    private static Map<String, Object> slow(SlowItem slow) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("consumer", slow.worker());
        fields.put("micros", slow.micros());
        fields.put("item", slow.text());
        return fields;
    }

    private static Map<String, Object> latency(Latency latency) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("p50", latency.p50());
        fields.put("p90", latency.p90());
        fields.put("p99", latency.p99());
        fields.put("p999", latency.p999());
        fields.put("max", latency.max());
        return fields;
    }
}
