package dev.multiproc.launcher.top;

import dev.multiproc.launcher.top.Sample.LockRow;
import dev.multiproc.launcher.top.Sample.ProcessRow;
import dev.multiproc.launcher.top.Sample.QueueRow;
import dev.multiproc.launcher.top.Sample.WaitRow;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A sample as JSON: what is not known is left out. */
final class SampleJson {
    private static final int SCHEMA = 1;
    private static final double THOUSANDTHS = 1000;

    private final Map<String, Object> json = new LinkedHashMap<>();

    private SampleJson() {}

    static Map<String, Object> of(Sample sample) {
        SampleJson all = new SampleJson();
        all.put("schema", SCHEMA);
        all.put("directory", sample.directory());
        all.put("durable", sample.isDurable());
        all.put("since", sample.created().truncatedTo(ChronoUnit.SECONDS).toString());
        all.put("processes", sample.processes().stream().map(SampleJson::of).toList());
        all.put("queues", sample.queues().stream().map(SampleJson::of).toList());
        all.put("locks", sample.locks().stream().map(SampleJson::of).toList());
        all.put("waits", sample.waits().stream().map(SampleJson::of).toList());
        all.put(
                "figures",
                sample.figures().stream()
                        .map(row -> {
                            SampleJson figures = new SampleJson();
                            figures.put("name", row.name());
                            figures.put("figures", row.figures());
                            return figures.json;
                        })
                        .toList());
        all.put("deadlocks", sample.deadlocks());
        return all.json;
    }

    private static Map<String, Object> of(ProcessRow process) {
        SampleJson row = new SampleJson();
        row.put("process", process.name());
        row.put("pid", process.pid());
        row.put("parent", process.parent());
        row.put("state", process.activity());
        row.put("cpuPercent", process.cpuPercent());
        row.put("memoryBytes", process.memoryBytes());
        row.put("restarts", process.restarts());
        row.put("itemsPerSecond", process.itemsPerSecond());
        row.put("itemsHeld", process.itemsHeld());
        row.put("itemSeconds", process.itemSeconds());
        return row.json;
    }

    private static Map<String, Object> of(QueueRow queue) {
        SampleJson row = new SampleJson();
        row.put("queue", queue.name());
        row.put("type", queue.type());
        row.put("depth", queue.depth());
        row.put("inFlight", queue.inFlight());
        row.put("oldestSeconds", queue.oldestSeconds());
        row.put("putPerSecond", queue.putPerSecond());
        row.put("takenPerSecond", queue.takenPerSecond());
        row.put("secondsLeft", queue.secondsLeft());
        row.put("redelivered", queue.redelivered());
        row.put("dead", queue.dead());
        return row.json;
    }

    private static Map<String, Object> of(LockRow lock) {
        SampleJson row = new SampleJson();
        row.put("lock", lock.name());
        row.put("type", lock.type());
        row.put("figures", lock.figures());
        row.put("holders", lock.holders());
        row.put("waiters", lock.waiters());
        row.put("longestWaitSeconds", lock.longestWaitSeconds());
        return row.json;
    }

    private static Map<String, Object> of(WaitRow wait) {
        SampleJson row = new SampleJson();
        row.put("process", wait.process());
        row.put("pid", wait.pid());
        row.put("purpose", wait.purpose());
        row.put("object", wait.object());
        row.put("blockers", wait.blockers());
        row.put("seconds", wait.seconds());
        return row.json;
    }

    private void put(String name, Object value) {
        if (value instanceof OptionalLong number) {
            number.ifPresent(known -> json.put(name, known));
        } else if (value instanceof OptionalDouble number) {
            number.ifPresent(known -> json.put(name, Math.round(known * THOUSANDTHS) / THOUSANDTHS));
        } else {
            json.put(name, value);
        }
    }
}
