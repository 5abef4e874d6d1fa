package dev.multiproc.launcher.run;

/**
 * Counts of what happened to the items, from the journals of the workers.
 *
 * @param put items that producers put
 * @param taken items that consumers took; a redelivered item counts each time
 * @param done items that consumers finished; each item counts once
 * @param redelivered deliveries of an item after its first one
 * @param failed how often a consumer gave an item back
 * @param deadLettered items that were moved to the dead letters after too many deliveries
 * @param left items that were still in the queue at the end
 * @param lost items that were put but neither finished, nor left in the queue, nor dead-lettered
 * @param duplicated how often an item was finished that had been finished before
 * @param maxDepth the greatest queue length that was observed
 * @param ofEarlierRuns items that earlier runs had left in a durable queue and this run finished; not part of the other
 *     counts
 */
record QueueFigures(
        long put,
        long taken,
        long done,
        long redelivered,
        long failed,
        long deadLettered,
        long left,
        long lost,
        long duplicated,
        long maxDepth,
        long ofEarlierRuns) {}
