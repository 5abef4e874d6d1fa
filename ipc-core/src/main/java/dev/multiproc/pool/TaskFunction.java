package dev.multiproc.pool;

import java.io.Serializable;

/**
 * What the workers of a pool do with each of many inputs: a lambda, a method reference or a record. It is serialized once for a
 * {@code map}, with what it captures, and deserialized once in each worker; so a large captured object costs little.
 *
 * @param <T> the type of the inputs, which have to be serializable
 * @param <R> the type of the results, which have to be serializable
 */
@FunctionalInterface
public interface TaskFunction<T, R> extends Serializable {
    /**
     * Does the work for one input. Runs in a worker, perhaps by several of its threads at once.
     *
     * @param input the input; null only if the caller has given null
     * @return the result, which may be null
     * @throws Exception to the caller, with the worker's stack trace
     */
    R apply(T input) throws Exception;
}
