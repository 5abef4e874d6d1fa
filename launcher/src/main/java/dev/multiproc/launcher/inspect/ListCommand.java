package dev.multiproc.launcher.inspect;

import dev.multiproc.inspect.SessionInspection;
import dev.multiproc.launcher.ExitCode;
import dev.multiproc.launcher.output.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code multiproc ls}: lists the private sessions of this user. */
@Command(
        name = "ls",
        description = "Lists the private sessions of this user.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  multiproc ls --json"})
public final class ListCommand implements Callable<Integer> {
    @Mixin
    private SessionSelector selector;

    @Option(names = "--json", description = "Prints the sessions as JSON.")
    private boolean asJson;

    @Override
    public Integer call() {
        List<Map<String, Object>> sessions = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (SessionInspection session : selector.all(unreadable)) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("session", session.directory().getFileName().toString());
            row.put("since", SessionReport.time(session.created()));
            row.put("processes", SessionReport.living(session).size());
            row.put("objects", session.objects().size());
            row.put("directory", session.directory().toString());
            sessions.add(row);
        }
        if (asJson) {
            System.out.println(Json.text(sessions));
        } else {
            SessionReport.table(List.of("session", "since", "processes", "objects", "directory"), sessions)
                    .forEach(System.out::println);
        }
        unreadable.forEach(message -> System.err.println("multiproc: " + message));
        return unreadable.isEmpty() ? ExitCode.DONE : ExitCode.CHECK_FAILED;
    }
}
