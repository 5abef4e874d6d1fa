package dev.multiproc.launcher.inspect;

import dev.multiproc.inspect.DeadlockLink;
import dev.multiproc.inspect.InspectedObject;
import dev.multiproc.inspect.InspectedProcess;
import dev.multiproc.inspect.InspectedProcess.State;
import dev.multiproc.inspect.QueueContent;
import dev.multiproc.inspect.SessionInspection;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Describes a session as text. */
final class SessionReport {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final Set<State> LIVING = EnumSet.of(State.RUNNING, State.STOPPED, State.UNKNOWN);

    private static final List<String> COLUMNS = List.of("process", "pid", "parent", "state", "waits");
    private static final List<String> COLUMNS_AT_SERVER = List.of("process", "pid", "host", "lease", "state", "waits");

    private SessionReport() {}

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1fs", duration.toMillis() / 1e3);
    }

    static String time(Instant instant) {
        return TIME.format(instant.atZone(ZoneId.systemDefault()));
    }

    /** The processes that live, or of which the system does not tell. */
    static List<InspectedProcess> living(SessionInspection session) {
        return session.processes().stream()
                .filter(process -> LIVING.contains(process.state()))
                .toList();
    }

    static List<String> lines(SessionInspection session) {
        List<String> lines = new ArrayList<>();
        lines.add((session.isDurable() ? "durable" : "private") + " session " + session.place() + ", since "
                + time(session.created()));
        lines.add("");
        boolean hasLeases = session.processes().stream()
                .anyMatch(process -> process.leaseLeft().isPresent());
        lines.addAll(table(hasLeases ? COLUMNS_AT_SERVER : COLUMNS, processes(session)));
        for (ObjectGroup group : ObjectGroup.values()) {
            List<Map<String, Object>> rows = objects(session, group);
            if (!rows.isEmpty()) {
                lines.add("");
                lines.addAll(table(List.of(group.heading(), "type", "figures", "held by"), rows));
            }
        }
        for (List<DeadlockLink> circle : session.deadlocks()) {
            lines.add("");
            lines.add("deadlock: " + circle.stream().map(Object::toString).collect(Collectors.joining("; ")));
        }
        return lines;
    }

    private static List<Map<String, Object>> processes(SessionInspection session) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (InspectedProcess process : session.processes()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("process", process.name());
            row.put("pid", process.pid());
            row.put("parent", process.parent().map(SessionReport::text).orElse("-"));
            row.put("host", process.host().isEmpty() ? "this one" : process.host());
            row.put("lease", process.leaseLeft().map(SessionReport::seconds).orElse("-"));
            row.put("state", state(process));
            row.put("waits", process.waits().stream().map(Object::toString).collect(Collectors.joining("; ")));
            rows.add(row);
        }
        return rows;
    }

    private static String state(InspectedProcess process) {
        return process.state().name().toLowerCase(Locale.ROOT)
                + (process.isDaemon() ? ", daemon" : "")
                + (process.restarts() > 0 ? ", restart " + process.restarts() : "");
    }

    private static List<Map<String, Object>> objects(SessionInspection session, ObjectGroup group) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (InspectedObject object : session.objects()) {
            if (ObjectGroup.of(object) == group) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put(group.heading(), object.name());
                row.put("type", object.type());
                row.put("figures", figures(object.figures()));
                row.put("held by", holders(session, object));
                rows.add(row);
            }
        }
        return rows;
    }

    private static String figures(Map<String, Object> figures) {
        return figures.entrySet().stream()
                .map(figure ->
                        figure.getValue().equals(true) ? figure.getKey() : figure.getValue() + " " + figure.getKey())
                .collect(Collectors.joining(", "));
    }

    /** Of a queue: who has how many of its items. */
    private static String holders(SessionInspection session, InspectedObject object) {
        Map<InspectedProcess, Integer> items = new LinkedHashMap<>();
        for (QueueContent.ItemInFlight item :
                session.content(object).map(QueueContent::items).orElse(List.of())) {
            item.holder().ifPresent(holder -> items.merge(holder, 1, Integer::sum));
        }
        return items.isEmpty()
                ? object.holders().stream().map(SessionReport::text).collect(Collectors.joining(", "))
                : items.entrySet().stream()
                        .map(entry -> text(entry.getKey()) + " " + entry.getValue())
                        .collect(Collectors.joining(", "));
    }

    static String text(InspectedProcess process) {
        return process.name() + " (pid " + process.pid() + (process.host().isEmpty() ? "" : " at " + process.host())
                + ")";
    }

    /** Formats rows as a table whose columns are as wide as their widest cell. */
    static List<String> table(List<String> columns, List<Map<String, Object>> rows) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(columns);
        for (Map<String, Object> row : rows) {
            cells.add(columns.stream()
                    .map(column -> String.valueOf(row.get(column)))
                    .toList());
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : cells) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns.size(); column++) {
                int at = column;
                int width = cells.stream()
                        .mapToInt(other -> other.get(at).length())
                        .max()
                        .orElse(0);
                line.append(row.get(column))
                        .append(" ".repeat(width - row.get(column).length() + 2));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
