package dev.multiproc.sync;

import java.io.Serializable;

/**
 * What the last who comes to a {@link SharedBarrier} does before all go on.
 *
 * <p>It is serialized when the barrier is made and run in whatever process is last: plain values that it captures must be
 * serializable and are copied, shared objects of the session arrive as the same objects. In the process that made the barrier
 * it is the action itself that runs, not a copy.
 */
@FunctionalInterface
public interface BarrierAction extends Runnable, Serializable {}
