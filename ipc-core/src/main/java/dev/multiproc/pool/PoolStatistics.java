package dev.multiproc.pool;

import java.time.Duration;
import java.util.List;

/**
 * What a pool has done so far.
 *
 * @param pool the pool's name
 * @param submitted how many tasks it was given; a chunk counts as one
 * @param done how many have ended, however they ended
 * @param failed how many of those threw, were cancelled, or lost their worker
 * @param workersStarted how many workers were started, also in the place of others
 * @param workersDied how many of them ended without leaving in order
 * @param workers each worker, also those that have ended; of more than a thousand the last ones
 * @param slowest the tasks that took longest, at most five, the slowest first
 */
public record PoolStatistics(
        String pool,
        long submitted,
        long done,
        long failed,
        int workersStarted,
        int workersDied,
        List<Worker> workers,
        List<SlowTask> slowest) {

    /**
     * A worker. The times of a worker with several threads add up all its threads.
     *
     * @param name its name
     * @param pid its process id; 0 before its start
     * @param isAlive whether it has not ended
     * @param tasks how many tasks it has ended
     * @param startTime from its start until it ran the library
     * @param initializeTime how long its initializer took
     * @param waitTime how long it waited for tasks
     * @param workTime how long it ran tasks
     * @param exitTime how long its exit hook took
     */
    public record Worker(
            String name,
            long pid,
            boolean isAlive,
            long tasks,
            Duration startTime,
            Duration initializeTime,
            Duration waitTime,
            Duration workTime,
            Duration exitTime) {
        /**
         * The share of its time in which it ran tasks.
         *
         * @return from 0 to 1
         */
        public double workRatio() {
            double all = startTime
                    .plus(initializeTime)
                    .plus(waitTime)
                    .plus(workTime)
                    .plus(exitTime)
                    .toNanos();
            return all == 0 ? 0 : workTime.toNanos() / all;
        }
    }

    /**
     * A task that took long.
     *
     * @param description what it was: the kind of call, its number, its class or first input
     * @param worker the name of the worker that ran it
     * @param time how long it took
     */
    public record SlowTask(String description, String worker, Duration time) {}
}
