package dev.multiproc.pool;

import java.io.Serializable;

/**
 * The work of a pool's worker that has no result, or what a worker does at its end: a lambda, a method reference or a record, which
 * is serialized with what it captures.
 */
@FunctionalInterface
public interface VoidTask extends Runnable, Serializable {}
