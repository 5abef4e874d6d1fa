package dev.multiproc.launcher.inspect;

import dev.multiproc.internal.session.Inspection;
import dev.multiproc.internal.session.Inspection.Item;
import dev.multiproc.internal.session.Inspection.Link;
import dev.multiproc.internal.session.Inspection.Member;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Describes a session as text or as JSON. */
final class SessionReport {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private SessionReport() {}

    static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis).atZone(ZoneId.systemDefault()));
    }

    static List<Member> living(Inspection session) {
        return session.members().stream()
                .filter(member ->
                        member.state().equals("running") || member.state().equals("stopped"))
                .toList();
    }

    static List<String> lines(Inspection session) {
        List<String> lines = new ArrayList<>();
        lines.add((session.isDurable() ? "durable" : "private") + " session " + session.directory() + ", since "
                + time(session.createdMillis()));
        lines.add("");
        lines.addAll(table(List.of("process", "pid", "parent", "state", "waits"), members(session)));
        if (!session.items().isEmpty()) {
            lines.add("");
            lines.addAll(table(List.of("object", "type", "figures", "held by"), items(session)));
        }
        for (List<Link> cycle : session.deadlocks()) {
            lines.add("");
            lines.add("deadlock: " + text(session, cycle));
        }
        return lines;
    }

    static Map<String, Object> json(Inspection session) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("directory", session.directory().toString());
        json.put("durable", session.isDurable());
        json.put("since", time(session.createdMillis()));
        json.put("processes", members(session));
        json.put("objects", items(session));
        json.put(
                "deadlocks",
                session.deadlocks().stream().map(cycle -> text(session, cycle)).toList());
        return json;
    }

    private static List<Map<String, Object>> members(Inspection session) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Member member : session.members()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("process", member.name());
            row.put("pid", member.pid());
            row.put("parent", member.parent() < 0 ? "-" : session.describe(member.parent()));
            row.put("state", member.state() + (member.isDaemon() ? ", daemon" : ""));
            row.put("waits", member.waits().stream().map(Object::toString).collect(Collectors.joining("; ")));
            rows.add(row);
        }
        return rows;
    }

    private static List<Map<String, Object>> items(Inspection session) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Item item : session.items()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("object", item.name());
            row.put("type", item.what().type());
            row.put(
                    "figures",
                    item.what().figures().entrySet().stream()
                            .map(figure -> figure.getValue().equals(true)
                                    ? figure.getKey()
                                    : figure.getValue() + " " + figure.getKey())
                            .collect(Collectors.joining(", ")));
            row.put(
                    "held by",
                    item.what().holders().stream().map(session::describe).collect(Collectors.joining(", ")));
            rows.add(row);
        }
        return rows;
    }

    private static String text(Inspection session, List<Link> cycle) {
        return cycle.stream()
                .map(link -> session.describe(link.member().slot()) + " holds " + link.holds() + " and waits for "
                        + link.waitsFor())
                .collect(Collectors.joining("; "));
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
