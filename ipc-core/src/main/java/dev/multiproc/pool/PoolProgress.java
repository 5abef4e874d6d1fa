package dev.multiproc.pool;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a pool is.
 *
 * @param submitted how many tasks it was given so far; a chunk counts as one
 * @param done how many of them have ended, however they ended
 * @param failed how many of those threw, were cancelled, or lost their worker
 * @param elapsed how long ago it was made
 * @param timeLeft how long the tasks that it has will take, if they take as long as those before; empty before the first has ended
 */
public record PoolProgress(long submitted, long done, long failed, Duration elapsed, Optional<Duration> timeLeft) {}
