package dev.multiproc.launcher.run;

import dev.multiproc.launcher.args.DurationRange;
import java.io.Serializable;

/**
 * What producers and consumers do.
 *
 * @param runId distinguishes the items of this run from those that earlier runs left in a durable queue
 * @param producers the number of producers
 * @param itemsPerProducer the maximum number of items of each producer
 * @param durationNanos how long each producer produces; {@link #NO_LIMIT} if only the number of items limits it
 * @param intervalNanos the minimum time between two items of a producer; 0 if there is no limit
 * @param payloadLength the size of an item's payload in bytes
 * @param produceTime how long it takes to produce an item
 * @param consumeTime how long it takes to consume an item
 * @param maxDeliveries how often an item is handed out before it is given up
 * @param producersJoin whether producers wait until all items are consumed
 * @param seed the seed of all random times
 */
record Workload(
        long runId,
        int producers,
        long itemsPerProducer,
        long durationNanos,
        long intervalNanos,
        int payloadLength,
        DurationRange produceTime,
        DurationRange consumeTime,
        int maxDeliveries,
        boolean producersJoin,
        long seed)
        implements Serializable {
    static final long NO_LIMIT = Long.MAX_VALUE;
}
