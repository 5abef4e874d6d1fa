package dev.multiproc.internal.control;

/** What failed while all else was done: the first, with the others as its suppressed ones. For the ends of things. */
public final class Failures {
    private Throwable first;

    public void add(Throwable failure) {
        if (first == null) {
            first = failure;
        } else if (first != failure) {
            first.addSuppressed(failure);
        }
    }

    /** Runs a step of several. */
    public void collect(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            add(e);
        }
    }

    /** What has failed first; null if nothing has. */
    public Throwable first() {
        return first;
    }

    /** Throws what has failed, if anything has. */
    public void throwFirst() {
        if (first instanceof Error error) {
            throw error;
        }
        if (first != null) {
            throw (RuntimeException) first;
        }
    }
}
