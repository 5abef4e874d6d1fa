package dev.multiproc.launcher.top;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.inspect.InspectedProcess.State;
import dev.multiproc.launcher.ExitCode;
import dev.multiproc.launcher.inspect.ProcessSignal;
import dev.multiproc.launcher.inspect.SessionView;
import dev.multiproc.launcher.output.TerminalSize;
import dev.multiproc.launcher.top.Sample.ProcessRow;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Shows a session until the user quits or the session has ended: a sample now and then, and what keys do. */
final class TopLoop {
    private static final String CTRL_C = "\003";
    private static final String UP = "\033[A";
    private static final String DOWN = "\033[B";
    /** The same, of terminals whose keys are in the mode for applications. */
    private static final String UP_OF_APPLICATION = "\033OA";

    private static final String DOWN_OF_APPLICATION = "\033OB";

    private static final Set<State> LIVING = EnumSet.of(State.RUNNING, State.STOPPED);

    private final SessionView session;
    private final RawTerminal terminal;
    private final TopScreen screen;
    private final long intervalNanos;
    private final Sampler sampler = new Sampler();
    private Sample sample;
    /** What is done if the next key is y; null if nothing was asked. */
    private ProcessAction asked;

    /** What is done to a process. */
    private enum ProcessAction {
        END("end"),
        KILL("kill");

        private final String verb;

        ProcessAction(String verb) {
            this.verb = verb;
        }
    }

    TopLoop(SessionView session, RawTerminal terminal, TopScreen screen, Duration interval) {
        this.session = session;
        this.terminal = terminal;
        this.screen = screen;
        intervalNanos = interval.toNanos();
    }

    /** Returns the exit code. */
    int run() throws IOException, InterruptedException {
        while (look()) {
            long end = System.nanoTime() + intervalNanos;
            // Asked anew each time, since the window may be made larger or smaller at any time.
            TerminalSize size = TerminalSize.ask();
            terminal.show(screen.lines(sample, size));
            do {
                String key = terminal.key();
                if (key.equals(CTRL_C)) {
                    return ExitCode.SIGNAL_BASE + 2;
                }
                if (key.equals("q") && !screen.isHelp()) {
                    return ExitCode.DONE;
                }
                if (!key.isEmpty()) {
                    press(key);
                    terminal.show(screen.lines(sample, size));
                }
            } while (System.nanoTime() - end < 0);
        }
        return ExitCode.DONE;
    }

    /** Makes the next sample; false if the session has ended. */
    private boolean look() {
        Optional<Sample> next = sampler.next(session);
        next.ifPresent(made -> sample = made);
        return next.isPresent();
    }

    private void press(String key) throws IOException, InterruptedException {
        try {
            if (screen.isHelp()) {
                screen.setHelp(false);
            } else if (asked != null) {
                answer(key.equals("y"));
            } else {
                command(key);
            }
        } catch (MultiprocessingException e) {
            // The process has ended meanwhile, or is another user's.
            screen.say(e.getMessage());
        }
    }

    private void command(String key) throws IOException, InterruptedException {
        screen.say("");
        switch (key) {
            case UP, UP_OF_APPLICATION -> screen.move(sample, -1);
            case DOWN, DOWN_OF_APPLICATION -> screen.move(sample, 1);
            case "s" -> screen.sortByNext();
            case "h", "?" -> screen.setHelp(true);
            case "p" -> signal(ProcessSignal.STOP, "paused ");
            case "c" -> signal(ProcessSignal.CONTINUE, "continued ");
            case "e" -> ask(ProcessAction.END);
            case "k" -> ask(ProcessAction.KILL);
            case "d" -> dump();
            default -> screen.say("no such key: h shows them");
        }
    }

    /** The selected process, if it lives now: its pid may be another's when it has ended. */
    private Optional<ProcessRow> selected() {
        long pid = screen.selectedPid();
        boolean isAlive = session.look().stream()
                .flatMap(now -> now.processes().stream())
                .anyMatch(process -> process.pid() == pid && LIVING.contains(process.state()));
        if (!isAlive) {
            screen.say("the selected process has ended, or the system does not show it");
            return Optional.empty();
        }
        return sample.process(pid);
    }

    private static String text(ProcessRow process) {
        return process.name() + " (pid " + process.pid() + ")";
    }

    private void signal(ProcessSignal signal, String done) throws IOException, InterruptedException {
        Optional<ProcessRow> process = selected();
        if (process.isPresent()) {
            signal.send(process.get().pid());
            screen.say(done + text(process.get()));
        }
    }

    private void dump() throws IOException, InterruptedException {
        Optional<ProcessRow> process = selected();
        if (process.isPresent()) {
            screen.say(ThreadDump.of(text(process.get()), process.get().pid()));
        }
    }

    private void ask(ProcessAction action) {
        selected().ifPresent(process -> {
            asked = action;
            screen.say(action.verb + " " + text(process) + "? y: yes, any other key: no");
        });
    }

    private void answer(boolean isYes) {
        ProcessAction action = asked;
        asked = null;
        screen.say("");
        Optional<ProcessRow> process = selected();
        if (isYes && process.isPresent()) {
            Optional<ProcessHandle> handle = ProcessHandle.of(process.get().pid());
            boolean isSent = handle.isPresent()
                    && (action == ProcessAction.KILL
                            ? handle.get().destroyForcibly()
                            : handle.get().destroy());
            screen.say((isSent ? "sent a signal to " : "could not signal ") + text(process.get()));
        }
    }
}
