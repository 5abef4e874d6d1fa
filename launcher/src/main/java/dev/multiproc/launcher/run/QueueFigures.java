package dev.multiproc.launcher.run;

/**
 * What happened to the items, as the workers wrote it down.
 *
 * @param put items that cooks put
 * @param taken items that eaters took, each delivery counted
 * @param done items that eaters finished, each counted once
 * @param redelivered deliveries that were not the item's first
 * @param deadLettered items that were handed out too often
 * @param left items that were still in the queue at the end
 * @param lost items that were put and that nobody knows of
 * @param duplicated times that an item was finished which had been finished before
 * @param maxDepth the most items that were seen waiting
 * @param ofEarlierRuns items that earlier runs had left in a durable queue and this one finished, counted nowhere else
 */
record QueueFigures(
        long put,
        long taken,
        long done,
        long redelivered,
        long deadLettered,
        long left,
        long lost,
        long duplicated,
        long maxDepth,
        long ofEarlierRuns) {}
