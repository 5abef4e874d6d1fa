package dev.multiproc.pool;

/** A task on its way: what it sends to a worker, and what becomes of its result. */
abstract class Call {
    enum State {
        /** Not yet in the queue. */
        WAITING,
        /** In the queue, or in a worker. */
        SENT,
        OVER
    }

    /** Its number in its pool, from 0. */
    private final long number;
    /** Null once it is sent. Guarded by the lock of {@link Calls}, as are the fields below. */
    byte[] message;

    final int messageBytes;
    State state = State.WAITING;
    int slot = -1;
    int generation;
    /** How many tasks there were when it was sent. */
    int countAtSend;
    /** The worker that was last seen to run it, and since when. Used by the supervisor only. */
    int seenRunner;

    long seenSinceNanos;

    Call(long number, byte[] message) {
        this.number = number;
        this.message = message;
        messageBytes = message.length;
    }

    long number() {
        return number;
    }

    /** Which task it is, for its user. */
    long taskIndex() {
        return number;
    }

    /**
     * Called once, by a thread of the pool, unless it fails or is cancelled.
     *
     * @return false if the task has thrown
     */
    abstract boolean succeed(ResultMessage result);

    /** Called once, unless it succeeds or is cancelled. */
    abstract void fail(Throwable failure);

    /** Called when the pool ends at once: tells whoever waits that it is cancelled. */
    abstract void cancel();

    /** Whether its end runs no code of the program. */
    boolean endsQuietly() {
        return false;
    }

    /** Finds the classes of its results. */
    abstract ClassLoader loader();

    /** What it is, for people. */
    abstract String description();
}
