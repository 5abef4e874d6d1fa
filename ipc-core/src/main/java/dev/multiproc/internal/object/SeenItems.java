package dev.multiproc.internal.object;

import java.util.List;
import java.util.Map;

/**
 * What is seen of the items of a queue from outside.
 *
 * @param inFlight how many were taken and are not finished
 * @param redelivered how many of those that wait or are in flight were taken before
 * @param oldestWaitingMillis when the first of those that wait was put, in milliseconds since 1970; 0 if none waits or that is not known
 * @param items those in flight, or the first of them
 * @param taken who has taken how many
 */
public record SeenItems(long inFlight, long redelivered, long oldestWaitingMillis, List<Item> items, Taken taken) {
    /**
     * Who has taken how many items, from a given number on.
     *
     * @param end the number of the first item that was never taken
     * @param isKnown whether all items from the given number on were there
     * @param bySlot by the slots of processes
     */
    public record Taken(long end, boolean isKnown, Map<Integer, Long> bySlot) {}

    /**
     * An item in flight.
     *
     * @param sequence its number in the queue
     * @param slot of the process that has it
     * @param deliveries how often it was taken
     * @param putMillis when it was put, in milliseconds since 1970; 0 if that is not known
     */
    public record Item(long sequence, int slot, int deliveries, long putMillis) {}
}
