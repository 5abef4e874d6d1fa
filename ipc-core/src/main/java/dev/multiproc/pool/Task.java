package dev.multiproc.pool;

import java.io.Serializable;
import java.util.concurrent.Callable;

/**
 * The work of a pool's worker: a lambda, a method reference or a record, which is serialized with what it captures. A lambda
 * that is given to {@code submit} is one without a cast.
 *
 * @param <T> the type of its result, which has to be serializable too
 */
@FunctionalInterface
public interface Task<T> extends Callable<T>, Serializable {}
