package dev.multiproc.launcher.inspect;

import dev.multiproc.inspect.InspectedProcess;
import dev.multiproc.inspect.SessionInspection;
import dev.multiproc.launcher.ExitCode;
import dev.multiproc.launcher.args.DurationConverter;
import dev.multiproc.launcher.args.ServerOption;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code multiproc stop}: drains a session and ends it. */
@Command(
        name = "stop",
        description = {
            "Drains a session and ends it.",
            "Its main process gets one SIGTERM, and decides what to finish: 'multiproc run' stops its producers and lets"
                    + " the consumers finish; another program does what it has given to onClose, and then its children are"
                    + " ended. The command waits until no process of the session is left.",
            "At a server, main processes on all machines are asked by a message, and do the same. What still runs at --timeout is"
                    + " named, and not killed."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 all have ended; 124 --timeout ran out, and what still ran was named and killed.",
            "",
            "Examples:",
            "  multiproc stop 3f2a                  the session whose name begins so",
            "  multiproc stop ./crawl --timeout 1m  a durable session, which is kept",
            "  multiproc stop 3f2a --now            without draining",
            "  multiproc stop --at redis://host/0 work --delete"
        })
public final class StopCommand implements Callable<Integer> {
    private static final Duration NOW = Duration.ofSeconds(5);

    @Parameters(paramLabel = "SESSION|DIR", description = "Which: the begin of its name, or its directory.")
    private String named;

    @Mixin
    private SessionSelector selector;

    @Mixin
    private ServerOption server;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long it may take; then what still runs is killed (default: no limit; with --now 5s).")
    private Duration timeout;

    @Option(
            names = "--now",
            description =
                    "Does not drain: asks all processes at once to end, and kills those that are left after --timeout.")
    private boolean now;

    @Option(
            names = "--delete",
            description = "At a server: deletes the session's objects, too, which otherwise stay for whoever opens it.")
    private boolean isDeleted;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (SessionView view = selector.select(server, named)) {
            if (view instanceof SessionView.AtServer atServer) {
                return stop(atServer);
            }
            if (isDeleted) {
                throw server.refused(
                        "--delete is for sessions at a server: a private one is removed, a durable one kept");
            }
            return stop(view.now());
        }
    }

    private int stop(SessionView.AtServer atServer) throws InterruptedException {
        if (now) {
            throw server.refused(
                    "--now sends signals, which reach this machine only: leave it out, or end the processes"
                            + " where they are");
        }
        ServerEnd end = new ServerEnd(atServer);
        List<InspectedProcess> living = end.living();
        if (!living.isEmpty()) {
            System.err.println("multiproc: asked to end, with their children: " + names(living));
            end.request();
        }
        if (!end.await(timeout)) {
            System.err.println("multiproc: have not ended in time, end them where they are: " + names(end.living()));
            return ExitCode.TIMED_OUT;
        }
        if (isDeleted) {
            end.delete();
        }
        System.out.println((isDeleted ? "deleted " : "ended ") + atServer.name() + " at "
                + atServer.server().address());
        return ExitCode.DONE;
    }

    private int stop(SessionInspection session) throws IOException, InterruptedException {
        SessionEnd end = new SessionEnd(session);
        List<InspectedProcess> living = end.living();
        List<InspectedProcess> asked = now ? living : SessionEnd.main(living);
        if (!asked.isEmpty()) {
            System.err.println("multiproc: asked to end: " + names(asked));
        }
        SessionEnd.terminate(asked);
        boolean inTime = end.await(timeout == null && now ? NOW : timeout);
        if (!inTime) {
            List<InspectedProcess> left = end.living();
            SessionEnd.kill(left);
            System.err.println("multiproc: killed, since it took too long: " + names(left));
            end.await(null);
        }
        end.remove();
        System.out.println("ended " + session.directory());
        return inTime || now ? ExitCode.DONE : ExitCode.TIMED_OUT;
    }

    private static String names(List<InspectedProcess> processes) {
        return processes.stream().map(SessionReport::text).collect(Collectors.joining(", "));
    }
}
