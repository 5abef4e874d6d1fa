package dev.multiproc.launcher.inspect;

import dev.multiproc.inspect.InspectedProcess;
import dev.multiproc.inspect.SessionInspection;
import dev.multiproc.launcher.ExitCode;
import dev.multiproc.launcher.output.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private static final List<String> COLUMNS =
            List.of("session", "since", "processes", "queues", "objects", "program", "directory");

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

    @Option(names = "--json", description = "Prints the sessions as JSON.")
    private boolean asJson;

    @Override
    public Integer call() {
        List<Map<String, Object>> sessions = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (SessionInspection session : selector.all(unreadable)) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("session", session.directory().getFileName().toString());
            row.put("since", asJson ? SessionJson.time(session.created()) : SessionReport.time(session.created()));
            List<InspectedProcess> living = SessionReport.living(session);
            row.put("processes", living.size());
            row.put("queues", count(session, ObjectGroup.QUEUES));
            row.put("objects", session.objects().size());
            row.put(
                    "program",
                    SessionEnd.main(living).stream()
                            .findFirst()
                            .map(ListCommand::program)
                            .orElse("-"));
            row.put("directory", session.directory().toString());
            sessions.add(row);
        }
        if (asJson) {
            System.out.println(Json.text(sessions));
        } else {
            SessionReport.table(COLUMNS, sessions).forEach(System.out::println);
        }
        unreadable.forEach(message -> System.err.println("multiproc: " + message));
        return unreadable.isEmpty() ? ExitCode.DONE : ExitCode.CHECK_FAILED;
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
