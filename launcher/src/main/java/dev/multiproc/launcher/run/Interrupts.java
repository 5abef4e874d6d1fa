package dev.multiproc.launcher.run;

import dev.multiproc.launcher.ExitCode;
import java.util.List;
import java.util.OptionalInt;

/**
 * What Ctrl-C does: the first stops producers and lets the queue drain, the second ends the children, the third kills
 * them. So do SIGTERM and SIGHUP. Those who wait for children find them gone; nothing else need be told.
 */
final class Interrupts {
    private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");

    private final Crew crew;
    private int heard;
    private int firstSignal;

    private Interrupts(Crew crew) {
        this.crew = crew;
    }

    static Interrupts listen(Crew crew) {
        Interrupts interrupts = new Interrupts(crew);
        for (String signal : SIGNALS) {
            Signals.handle(signal, interrupts::arrived);
        }
        return interrupts;
    }

    /** The exit code that says how the run was interrupted, or empty if it was not. */
    synchronized OptionalInt exitCode() {
        return heard == 0 ? OptionalInt.empty() : OptionalInt.of(ExitCode.SIGNAL_BASE + firstSignal);
    }

    private synchronized void arrived(int signalNumber) {
        heard++;
        switch (heard) {
            case 1 -> {
                firstSignal = signalNumber;
                crew.terminateCooks();
            }
            case 2 -> crew.terminateAll();
            default -> crew.killAll();
        }
    }
}
