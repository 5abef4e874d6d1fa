package dev.multiproc.inspect;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is in a queue: which items its consumers have, and since when the others wait. Read from the queue's log, while it may be
 * changed, so an item may be missing or seen a moment too long.
 *
 * @param inFlight how many items were taken and are not finished
 * @param redelivered how many of the items that wait or are in flight were taken before
 * @param oldestWaiting when the item that waits longest was put, to the second; empty if none waits
 * @param items those in flight, the first ones taken first; unmodifiable, at most {@value #MAX_ITEMS}
 * @param taken who has taken how many items
 * @see SessionInspection#content
 */
public record QueueContent(
        long inFlight, long redelivered, Optional<Instant> oldestWaiting, List<ItemInFlight> items, Taken taken) {
    /** How many items are listed. */
    public static final int MAX_ITEMS = 1000;

    /**
     * An item that a process has taken and not finished.
     *
     * @param number its sequence number in the queue
     * @param holder the process that has it; empty if the process has gone meanwhile
     * @param deliveries how often it was taken
     * @param put when it was put, to the second; empty if that is not known
     */
    public record ItemInFlight(long number, Optional<InspectedProcess> holder, int deliveries, Optional<Instant> put) {}

    /**
     * Who has taken how many items for the first time, from a given number on.
     *
     * @param end the number of the first item that was never taken: what to count from at the next look
     * @param isKnown false if some of these items are gone already, so that the counts are too low
     * @param byProcess how many by process, without those that have gone; unmodifiable
     */
    public record Taken(long end, boolean isKnown, Map<InspectedProcess, Long> byProcess) {}
}
