package dev.multiproc.launcher.run;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Who a child is, and what it needs beside its queue.
 *
 * @param role what it does
 * @param index which one of its role, from 0
 * @param seed the run's seed, from which each worker makes its own chance
 * @param ledgerFile where it writes down what it did
 * @param look how its lines look
 */
record Worker(Role role, int index, long seed, String ledgerFile, Look look) implements Serializable {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    String name() {
        return role.nameOf(index);
    }

    RandomGenerator random() {
        return new SplittableRandom(seed + name().hashCode() * GOLDEN_GAMMA);
    }

    Ledger openLedger() throws IOException {
        return Ledger.open(Path.of(ledgerFile));
    }

    Voice voice() {
        return new Voice(this);
    }
}
