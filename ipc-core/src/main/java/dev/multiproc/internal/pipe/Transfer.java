package dev.multiproc.internal.pipe;

/**
 * The word that sender and receiver of a long message agree by. A long message does not fit into the ring: the sender puts its
 * head there, and streams the rest through the ring once a receiver has everything before it.
 *
 * <pre>
 *  NONE      -> OFFERED   by the sender: the head is, or will be, the last record
 *  OFFERED   -> ACCEPTED  by the receiver: the ring is empty, and the sender fills it
 *  ACCEPTED  -> DONE      by the receiver: it has all
 *  ACCEPTED  -> RESTART   by a receiver that gives up, or its sweeper: the sender offers the message again from its begin
 *  RESTART   -> OFFERED   by the sender, with the next number
 *  OFFERED, ACCEPTED, RESTART -> WITHDRAWN   by a sender that gives up, or its sweeper: it then takes the head back
 *  DONE, WITHDRAWN -> NONE   by the sender, or its sweeper
 * </pre>
 *
 * <p>The number changes with each offer, so what one side has seen cannot be mistaken for a later offer. The sender holds the lock
 * to send from NONE to NONE, and the receiver holds the lock to receive while the state is ACCEPTED; so whoever sweeps one of them
 * knows whose transfer it is.
 */
final class Transfer {
    static final int NONE = 0;
    static final int OFFERED = 1;
    static final int ACCEPTED = 2;
    static final int RESTART = 3;
    static final int WITHDRAWN = 4;
    static final int DONE = 5;

    private static final int STATE_BITS = 8;
    private static final long STATE_MASK = (1 << STATE_BITS) - 1;

    private Transfer() {}

    static int state(long word) {
        return (int) (word & STATE_MASK);
    }

    static long with(long word, int state) {
        return word & ~STATE_MASK | state;
    }

    /** The next offer after this word. */
    static long next(long word) {
        return ((word >>> STATE_BITS) + 1 << STATE_BITS) | OFFERED;
    }
}
