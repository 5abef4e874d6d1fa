package dev.multiproc.launcher.run;

/**
 * The time that items spent between put and take, in microseconds.
 *
 * @param p50 the median
 * @param p99 the 99th percentile
 * @param max the maximum
 */
record Latency(long p50, long p99, long max) {}
