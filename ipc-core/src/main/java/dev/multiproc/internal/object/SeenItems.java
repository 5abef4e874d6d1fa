package dev.multiproc.internal.object;

import java.util.List;

/**
 * What is seen of the items of a queue from outside.
 *
 * @param inFlight how many were taken and are not finished
 * @param redelivered how many of those that wait or are in flight were taken before
 * @param oldestWaitingMillis when the first of those that wait was put, in milliseconds since 1970; 0 if none waits or that is not known
 * @param items those in flight, or the first of them
 */
public record SeenItems(long inFlight, long redelivered, long oldestWaitingMillis, List<Item> items) {
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
