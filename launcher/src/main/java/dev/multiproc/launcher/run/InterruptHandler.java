package dev.multiproc.launcher.run;

import dev.multiproc.launcher.ExitCode;
import dev.multiproc.launcher.output.Signals;
import java.util.OptionalInt;

/**
 * Handles SIGINT (Ctrl-C), SIGTERM and SIGHUP: the first signal stops the producers and lets the queue drain, the second
 * terminates all children, the third kills them. The code that waits for the children notices that they have ended, so
 * it need not be notified.
 */
final class InterruptHandler {
    private final Workers workers;
    private int signalCount;
    private int firstSignal;

    private InterruptHandler(Workers workers) {
        this.workers = workers;
    }

    static InterruptHandler install(Workers workers) {
        InterruptHandler handler = new InterruptHandler(workers);
        Signals.handleEnding(handler::onSignal);
        return handler;
    }

    /** The exit code for the first signal, or empty if no signal has arrived. */
    synchronized OptionalInt exitCode() {
        return signalCount == 0 ? OptionalInt.empty() : OptionalInt.of(ExitCode.SIGNAL_BASE + firstSignal);
    }

    private synchronized void onSignal(int signalNumber) {
        signalCount++;
        switch (signalCount) {
            case 1 -> {
                firstSignal = signalNumber;
                workers.terminateProducers();
            }
            case 2 -> workers.terminateAll();
            default -> workers.killAll();
        }
    }
}
