package dev.multiproc.internal.control;

/**
 * Collects the failures of several steps of which each runs even if another fails. The first failure is thrown, with
 * the others as its suppressed exceptions.
 */
public final class Failures {
    private Throwable first;

    public void add(Throwable failure) {
        if (first == null) {
            first = failure;
        } else if (first != failure) {
            first.addSuppressed(failure);
        }
    }

    /** Runs a step and keeps its failure. */
    public void collect(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            add(e);
        }
    }

    /** The first failure; null if there is none. */
    public Throwable first() {
        return first;
    }

    /** Throws the first failure, if there is one. */
    public void throwFirst() {
        if (first instanceof Error error) {
            throw error;
        }
        if (first != null) {
            throw (RuntimeException) first;
        }
    }
}
