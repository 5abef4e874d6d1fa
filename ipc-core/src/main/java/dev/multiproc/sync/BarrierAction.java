package dev.multiproc.sync;

import java.io.Serializable;

/**
 * The action that the last thread to arrive at a {@link SharedBarrier} runs before all threads go on. Python's {@code
 * action} of a {@code Barrier}.
 *
 * <p>It is serialized when the barrier is created, and run in the process of the last thread. Captured plain values
 * must be serializable and are copied; captured shared objects of the session refer to the same objects. The process
 * that created the barrier runs the original action object, not a copy.
 */
@FunctionalInterface
public interface BarrierAction extends Runnable, Serializable {}
