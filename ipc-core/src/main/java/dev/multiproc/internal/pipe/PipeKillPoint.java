package dev.multiproc.internal.pipe;

import dev.multiproc.internal.control.KillPoint;

/** Where a test can end this process in the code of pipes. */
public enum PipeKillPoint implements KillPoint {
    /** A message is in the ring, and not published. */
    PIPE_SEND_COPIED,
    /** A message is published, the lock to send is held. */
    PIPE_SEND_PUBLISHED,
    /** A long message is offered, its head is not published. */
    PIPE_OFFERED,
    /** The head of a long message is published. */
    PIPE_OFFER_PUBLISHED,
    /** A piece of a long message is in the ring. */
    PIPE_PIECE_SENT,
    /** A long message is withdrawn, its head is still there. */
    PIPE_WITHDRAWN,
    /** A message is copied out of the ring, and is still there. */
    PIPE_RECEIVE_COPIED,
    /** A message is taken, the lock to receive is held. */
    PIPE_RECEIVE_TAKEN,
    /** A long message is accepted. */
    PIPE_ACCEPTED,
    /** A piece of a long message is received. */
    PIPE_PIECE_RECEIVED,
    /** All of a long message is received. */
    PIPE_DONE,
    /** The child that a parent is about to start has the ends that its task holds. */
    PIPE_HANDED_OVER
}
