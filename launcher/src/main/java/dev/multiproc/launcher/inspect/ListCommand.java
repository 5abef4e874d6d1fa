package dev.multiproc.launcher.inspect;

import dev.multiproc.inspect.InspectedProcess;
import dev.multiproc.inspect.ServerInspection;
import dev.multiproc.inspect.SessionInspection;
import dev.multiproc.launcher.ExitCode;
import dev.multiproc.launcher.args.ServerOption;
import dev.multiproc.launcher.output.Json;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code multiproc ls}: lists the private sessions of this user. */
@Command(
        name = "ls",
        description = "Lists the private sessions of this user, or all at a server.",
        mixinStandardHelpOptions = true,
        footer = {"", "Examples:", "  multiproc ls --json", "  multiproc ls --at redis://host/0"})
public final class ListCommand implements Callable<Integer> {
    private static final List<String> COLUMNS =
            List.of("session", "since", "processes", "queues", "objects", "program", "directory");

    private static final List<String> COLUMNS_AT_SERVER =
            List.of("session", "since", "processes", "queues", "objects", "hosts");

    /** Options of a JVM whose value is the next word. */
    private static final Set<String> WITH_VALUE = Set.of(
            "-cp",
            "-classpath",
            "--class-path",
            "-p",
            "--module-path",
            "--add-opens",
            "--add-exports",
            "--add-modules");

    @Mixin
    private SessionSelector selector;

    @Mixin
    private ServerOption server;

    @Option(names = "--json", description = "Prints the sessions as JSON.")
    private boolean asJson;

    @Override
    public Integer call() {
        Optional<URI> address = selector.address(server, null);
        if (address.isPresent()) {
            return listAt(address.get());
        }
        List<Map<String, Object>> sessions = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (SessionInspection session : selector.all(unreadable)) {
            Map<String, Object> row =
                    row(session, session.directory().getFileName().toString());
            row.put(
                    "program",
                    SessionEnd.main(SessionReport.living(session)).stream()
                            .findFirst()
                            .map(ListCommand::program)
                            .orElse("-"));
            row.put("directory", session.directory().toString());
            sessions.add(row);
        }
        print(COLUMNS, sessions);
        unreadable.forEach(message -> System.err.println("multiproc: " + message));
        return unreadable.isEmpty() ? ExitCode.DONE : ExitCode.CHECK_FAILED;
    }

    private int listAt(URI address) {
        List<Map<String, Object>> sessions = new ArrayList<>();
        try (ServerInspection at = server.inspect(address)) {
            for (String name : at.sessions()) {
                SessionInspection session = at.inspect(name);
                Map<String, Object> row = row(session, name);
                row.put("hosts", hosts(session));
                sessions.add(row);
            }
        }
        print(COLUMNS_AT_SERVER, sessions);
        return ExitCode.DONE;
    }

    private static String hosts(SessionInspection session) {
        String hosts = session.processes().stream()
                .map(process -> process.host().isEmpty() ? "this one" : process.host())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return hosts.isEmpty() ? "-" : hosts;
    }

    private Map<String, Object> row(SessionInspection session, String name) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("session", name);
        row.put("since", asJson ? SessionJson.time(session.created()) : SessionReport.time(session.created()));
        row.put("processes", SessionReport.living(session).size());
        row.put("queues", count(session, ObjectGroup.QUEUES));
        row.put("objects", session.objects().size());
        return row;
    }

    private void print(List<String> columns, List<Map<String, Object>> sessions) {
        if (asJson) {
            System.out.println(Json.text(sessions));
        } else {
            SessionReport.table(columns, sessions).forEach(System.out::println);
        }
    }

    private static long count(SessionInspection session, ObjectGroup group) {
        return session.objects().stream()
                .filter(object -> ObjectGroup.of(object) == group)
                .count();
    }

    private static String program(InspectedProcess process) {
        return ProcessHandle.of(process.pid())
                        .flatMap(handle -> handle.info().arguments())
                        .flatMap(ListCommand::mainClass)
                        .orElse(process.name())
                + " (pid " + process.pid() + ")";
    }

    /** The word of a JVM's command line that names its class, jar or module. */
    private static Optional<String> mainClass(String... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (WITH_VALUE.contains(arguments[i])) {
                i++;
            } else if (!arguments[i].startsWith("-") && !arguments[i].startsWith("@")) {
                return Optional.of(arguments[i].substring(arguments[i].lastIndexOf('/') + 1));
            }
        }
        return Optional.empty();
    }
}
