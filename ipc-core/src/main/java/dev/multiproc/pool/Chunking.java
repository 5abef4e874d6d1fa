package dev.multiproc.pool;

import java.time.Duration;

/**
 * How many inputs of a {@code map} travel together as one task. Large chunks cost less; small ones spread work of different length
 * better, and lose less when a worker dies. Immutable.
 */
public final class Chunking {
    private static final int CHUNKS_PER_WORKER = 4;
    private static final int MAX_AUTOMATIC = 10_000;
    private static final Chunking PYTHON = new Chunking(0, 0);

    /** 0 if it depends. */
    private final int size;
    /** 0 if it does not depend on the time. */
    private final long targetNanos;

    private Chunking(int size, long targetNanos) {
        this.size = size;
        this.targetNanos = targetNanos;
    }

    /**
     * Four chunks for each worker: Python's default for {@code map}. For inputs of unknown number, which {@code imap} has, one input
     * a chunk, as in Python too.
     *
     * @return the default
     */
    public static Chunking pythonDefault() {
        return PYTHON;
    }

    /**
     * A fixed number of inputs.
     *
     * @param inputs at least 1
     * @return chunks of this size, except for the last one
     * @throws IllegalArgumentException if it is not positive
     */
    public static Chunking of(int inputs) {
        if (inputs < 1) {
            throw new IllegalArgumentException("a chunk has at least 1 input, but not " + inputs);
        }
        return new Chunking(inputs, 0);
    }

    /**
     * As many inputs as take about ten milliseconds, as measured for those before; the first chunks have one.
     *
     * @return chunks that fit the work
     */
    public static Chunking automatic() {
        return automatic(Duration.ofMillis(10));
    }

    /**
     * As many inputs as take about a given time, as measured for those before; the first chunks have one.
     *
     * @param target how long a chunk should take
     * @return chunks that fit the work
     * @throws IllegalArgumentException if it is not positive
     */
    public static Chunking automatic(Duration target) {
        if (target.isNegative() || target.isZero()) {
            throw new IllegalArgumentException("a chunk's time must be positive, but is " + target);
        }
        return new Chunking(0, target.toNanos());
    }

    boolean isAutomatic() {
        return targetNanos > 0;
    }

    /** The size of all chunks of so many inputs. */
    int sizeFor(int inputs, int workers) {
        return size > 0 ? size : Math.max(1, (inputs - 1) / (CHUNKS_PER_WORKER * workers) + 1);
    }

    /**
     * The size of the next chunk of inputs of unknown number.
     *
     * @param inputNanos how long an input takes; 0 if that is not known yet
     */
    int nextSize(double inputNanos) {
        if (size > 0) {
            return size;
        }
        return isAutomatic() && inputNanos > 0
                ? (int) Math.max(1, Math.min(MAX_AUTOMATIC, targetNanos / inputNanos))
                : 1;
    }

    @Override
    public String toString() {
        return size > 0 ? "Chunking[" + size + "]" : isAutomatic() ? "Chunking[automatic]" : "Chunking[Python's]";
    }
}
