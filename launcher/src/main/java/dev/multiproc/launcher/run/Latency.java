package dev.multiproc.launcher.run;

/**
 * How long items took from put to take, in microseconds.
 *
 * @param p50 half of them took no longer
 * @param p99 99 in 100 took no longer
 * @param max none took longer
 */
record Latency(long p50, long p99, long max) {}
