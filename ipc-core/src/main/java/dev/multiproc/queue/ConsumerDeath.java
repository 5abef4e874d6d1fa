package dev.multiproc.queue;

/** What happens to an item whose consumer died after taking it and before finishing it. */
public enum ConsumerDeath {
    /**
     * It is given to another consumer, before all waiting items, and its delivery count increases by one. The default.
     */
    REDELIVER,
    /**
     * It stays unfinished and {@link JoinableQueue#join()} throws {@link ConsumerDiedException}. For work that must not
     * be done twice.
     */
    FAIL_JOIN,
    /** It is dropped and counts as finished. */
    DISCARD
}
