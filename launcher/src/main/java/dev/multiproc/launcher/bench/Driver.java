package dev.multiproc.launcher.bench;

import dev.multiproc.ChildFailedException;
import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.ProcessTask;
import dev.multiproc.queue.SharedQueue;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs one scenario in a JVM that is started as users' children are. A scenario's producers, or those who start its children,
 * run in this JVM: the launcher itself has other flags, which make it start sooner and run slower.
 *
 * @param figures where what was measured goes
 * @param jvmArgs flags for the children that the scenario starts
 */
record Driver(Scenario scenario, SharedQueue<Figure> figures, int repetitions, List<String> jvmArgs)
        implements ProcessTask {
    private static final long LOOK_MILLIS = 200;

    /** One figure on its way to the launcher. */
    record Figure(Recorder.Key key, double value) implements Serializable {}

    /** Called in the launcher: runs a scenario and records its figures as they come. */
    static void run(Scenario scenario, Recorder recorder, int repetitions, List<String> jvmArgs)
            throws InterruptedException {
        // No archive for the driver: it would be made while the driver measures.
        Options options =
                Options.defaults().withJvmArgs(jvmArgs.toArray(new String[0])).withClassArchive(false);
        try (Multiprocessing mp = Multiprocessing.open(options)) {
            SharedQueue<Figure> figures = mp.queue();
            ChildProcess driver = mp.process("driver", new Driver(scenario, figures, repetitions, jvmArgs))
                    .start();
            boolean isRunning;
            do {
                isRunning = driver.isAlive();
                Figure figure = figures.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
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
        try (Multiprocessing mp = Multiprocessing.open(options)) {
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
