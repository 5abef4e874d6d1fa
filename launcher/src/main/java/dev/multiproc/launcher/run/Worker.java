package dev.multiproc.launcher.run;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The identity of a child, and what it needs besides its queue and its workload.
 *
 * @param role whether it produces or consumes
 * @param name its name
 * @param index its index among the children of its role, from 0
 * @param count how many children have its role
 * @param seed the seed of the run, from which each worker derives its own random numbers
 * @param journalFile the file of its journal
 * @param outputOptions what its printed lines look like
 */
record Worker(Role role, String name, int index, int count, long seed, String journalFile, OutputOptions outputOptions)
        implements Serializable {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    RandomGenerator random() {
        return new SplittableRandom(seed + name().hashCode() * GOLDEN_GAMMA);
    }

    WorkerJournal openJournal() throws IOException {
        return WorkerJournal.open(Path.of(journalFile));
    }

    WorkerOutput openOutput() {
        return new WorkerOutput(this);
    }
}
