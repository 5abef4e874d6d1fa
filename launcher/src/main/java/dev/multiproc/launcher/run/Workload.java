package dev.multiproc.launcher.run;

import dev.multiproc.launcher.args.DurationRange;
import java.io.Serializable;

/**
 * What cooks make and eaters eat.
 *
 * @param runId tells this run's items from those that others left in a durable queue
 * @param cooks how many cooks there are
 * @param itemsPerCook how many items each makes at most
 * @param durationNanos how long each makes items; {@link #NO_LIMIT} if the number of items alone counts
 * @param intervalNanos the least time from one of a cook's items to its next; 0 if there is none
 * @param payloadLength how many bytes an item carries
 * @param produceTime how long it takes to make one
 * @param consumeTime how long it takes to eat one
 * @param seed where the chance of all workers comes from
 */
record Workload(
        long runId,
        int cooks,
        long itemsPerCook,
        long durationNanos,
        long intervalNanos,
        int payloadLength,
        DurationRange produceTime,
        DurationRange consumeTime,
        long seed)
        implements Serializable {
    static final long NO_LIMIT = Long.MAX_VALUE;
}
