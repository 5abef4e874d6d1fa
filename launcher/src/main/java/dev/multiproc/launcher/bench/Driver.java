package dev.multiproc.launcher.bench;

import dev.multiproc.ChildFailedException;
import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.ProcessTask;
import dev.multiproc.queue.SharedQueue;
import java.io.Serializable;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs one scenario in a child JVM with the usual flags. The code that the scenario measures in the parent, such as its
 * producer, runs in this JVM and not in the launcher, whose flags make it start faster but run slower.
 *
 * @param figures the queue for the measured figures
 * @param at the address of the session at a server that the scenario uses; null for one of this machine
 * @param jvmArgs JVM flags for the children that the scenario starts
 */
record Driver(Scenario scenario, SharedQueue<Figure> figures, int repetitions, URI at, List<String> jvmArgs)
        implements ProcessTask {
    private static final long POLL_MILLIS = 200;

    /** A measured figure that is sent to the launcher. */
    record Figure(Recorder.Key key, double value) implements Serializable {}

    /** Called in the launcher: runs a scenario in a driver JVM and records its figures as they arrive. */
    static void run(Scenario scenario, Recorder recorder, int repetitions, URI at, List<String> jvmArgs)
            throws InterruptedException {
        // Without a class archive for the driver, because it would be created while the driver measures.
        Options options =
                Options.defaults().withJvmArgs(jvmArgs.toArray(new String[0])).withClassArchive(false);
        try (Multiprocessing mp = Multiprocessing.open(options)) {
            SharedQueue<Figure> figures = mp.queue();
            ChildProcess driver = mp.process("driver", new Driver(scenario, figures, repetitions, at, jvmArgs))
                    .start();
            boolean isRunning;
            do {
                isRunning = driver.isAlive();
                Figure figure = figures.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                for (; figure != null; figure = figures.poll()) {
                    recorder.add(figure.key(), figure.value());
                }
            } while (isRunning);
            check(scenario, driver);
        }
    }

    private static void check(Scenario scenario, ChildProcess driver) {
        int exitCode = driver.exitCode().orElseThrow();
        if (exitCode != 0) {
            ChildFailedException failure = driver.failure().orElse(null);
            throw new IllegalStateException(
                    "the scenario's process ended with " + exitCode + ", scenario=" + scenario.name(), failure);
        }
    }

    @Override
    public void run() throws Exception {
        Recorder recorder = new Recorder((key, value) -> send(new Figure(key, value)));
        Options options =
                Options.defaults().withJvmArgs(jvmArgs.toArray(new String[0])).withSpares(scenario.spares());
        try (Multiprocessing mp = at == null ? Multiprocessing.open(options) : Multiprocessing.open(at, options)) {
            scenario.run(mp, recorder, repetitions);
        }
    }

    private void send(Figure figure) {
        try {
            figures.put(figure);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a figure was recorded", e);
        }
    }
}
