package dev.multiproc.launcher.inspect;

import dev.multiproc.inspect.SessionInspection;
import dev.multiproc.launcher.args.ServerOption;
import dev.multiproc.launcher.output.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code multiproc inspect}: shows a session's processes and shared objects, and which process waits for which object. */
@Command(
        name = "inspect",
        description = "Shows a session's processes, queues, pipes, locks, pools and managers, and who waits for what.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "It reads a copy of the session's control file and of the queues' pages, and disturbs nobody. While processes work, figures may not fit"
                    + " together.",
            "",
            "Examples:",
            "  multiproc inspect                 the only session there is",
            "  multiproc inspect 3f2a            the session whose name begins so",
            "  multiproc inspect ./crawl --json  a durable session",
            "  multiproc inspect --at redis://host/0 work"
        })
public final class InspectCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "SESSION|DIR",
            description = "Which: the begin of its name, or its directory.")
    private String session;

    @Mixin
    private SessionSelector selector;

    @Mixin
    private ServerOption server;

    @Option(names = "--json", description = "Prints it as JSON.")
    private boolean asJson;

    @Override
    public Integer call() {
        try (SessionView view = selector.select(server, session)) {
            SessionInspection inspection = view.now();
            if (asJson) {
                System.out.println(Json.text(SessionJson.of(inspection)));
            } else {
                SessionReport.lines(inspection).forEach(System.out::println);
            }
            return 0;
        }
    }
}
