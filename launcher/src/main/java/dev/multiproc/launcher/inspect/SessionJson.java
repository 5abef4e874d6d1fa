package dev.multiproc.launcher.inspect;

import dev.multiproc.inspect.DeadlockLink;
import dev.multiproc.inspect.InspectedObject;
import dev.multiproc.inspect.InspectedProcess;
import dev.multiproc.inspect.QueueContent;
import dev.multiproc.inspect.SessionInspection;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Describes a session as JSON. */
final class SessionJson {
    static final int SCHEMA = 1;

    private final SessionInspection session;
    private final Instant now = Instant.now();

    private SessionJson(SessionInspection session) {
        this.session = session;
    }

    static Map<String, Object> of(SessionInspection session) {
        SessionJson of = new SessionJson(session);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", SCHEMA);
        json.put("directory", session.place());
        json.put("durable", session.isDurable());
        json.put("since", time(session.created()));
        json.put(
                "processes",
                session.processes().stream().map(SessionJson::process).toList());
        json.put("objects", session.objects().stream().map(of::object).toList());
        json.put(
                "deadlocks",
                session.deadlocks().stream()
                        .map(circle -> circle.stream().map(SessionJson::link).toList())
                        .toList());
        return json;
    }

    /** In UTC, as ISO 8601 writes it. */
    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static Map<String, Object> process(InspectedProcess process) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("process", process.name());
        json.put("pid", process.pid());
        json.put("parent", process.parent().map(InspectedProcess::pid).orElse(null));
        process.leaseLeft().ifPresent(lease -> {
            json.put("host", process.host());
            json.put("leaseMillis", lease.toMillis());
        });
        json.put("state", process.state().name().toLowerCase(Locale.ROOT));
        json.put("daemon", process.isDaemon());
        json.put("restarts", process.restarts());
        List<Map<String, Object>> waits = new ArrayList<>();
        process.waits().forEach(wait -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("purpose", wait.purpose());
            row.put("object", wait.object().name());
            waits.add(row);
        });
        json.put("waits", waits);
        return json;
    }

    private Map<String, Object> object(InspectedObject object) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("object", object.name());
        json.put("type", object.type());
        json.put("figures", object.figures());
        json.put("heldBy", object.holders().stream().map(InspectedProcess::pid).toList());
        session.content(object).ifPresent(content -> json.put("content", content(content)));
        return json;
    }

    private Map<String, Object> content(QueueContent content) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("inFlight", content.inFlight());
        json.put("redelivered", content.redelivered());
        json.put("oldestWaitsSeconds", content.oldestWaiting().map(this::age).orElse(null));
        List<Map<String, Object>> items = new ArrayList<>();
        for (QueueContent.ItemInFlight item : content.items()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("number", item.number());
            row.put("pid", item.holder().map(InspectedProcess::pid).orElse(null));
            row.put("deliveries", item.deliveries());
            row.put("putSecondsAgo", item.put().map(this::age).orElse(null));
            items.add(row);
        }
        json.put("items", items);
        return json;
    }

    private long age(Instant since) {
        return Math.max(0, Duration.between(since, now).toSeconds());
    }

    private static Map<String, Object> link(DeadlockLink link) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("process", link.process().name());
        json.put("pid", link.process().pid());
        json.put("holds", link.holds().name());
        json.put("waitsFor", link.waitsFor().name());
        return json;
    }
}
