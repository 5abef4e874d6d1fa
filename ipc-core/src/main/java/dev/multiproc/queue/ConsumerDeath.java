package dev.multiproc.queue;

/** What becomes of an item whose consumer died after taking it and before finishing it. */
public enum ConsumerDeath {
    /** It is given to another consumer, first in line, its delivery count one up. The default. */
    REDELIVER,
    /** It stays unfinished and {@link JoinableQueue#join()} throws {@link ConsumerDiedException}: for work that must not be done twice. */
    FAIL_JOIN,
    /** It is dropped and counts as done. */
    DISCARD
}
