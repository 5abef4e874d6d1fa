package dev.multiproc.manager;

import java.io.Serializable;
import java.util.Comparator;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The JDK's functional interfaces, serializable: a lambda or method reference given for one of these can be sent to the manager's
 * process, and runs there. What it captures is copied; a captured proxy stays the same object.
 */
public interface Shipped {
    /**
     * A serializable {@link Supplier}.
     *
     * @param <T> what it gives
     */
    interface Maker<T> extends Supplier<T>, Serializable {}

    /**
     * A serializable {@link Function}.
     *
     * @param <T> what it takes
     * @param <R> what it gives
     */
    interface Mapping<T, R> extends Function<T, R>, Serializable {}

    /**
     * A serializable {@link BiFunction}.
     *
     * @param <T> what it takes first
     * @param <U> what it takes second
     * @param <R> what it gives
     */
    interface Combination<T, U, R> extends BiFunction<T, U, R>, Serializable {}

    /**
     * A serializable {@link UnaryOperator}.
     *
     * @param <T> what it takes and gives
     */
    interface Change<T> extends UnaryOperator<T>, Serializable {}

    /**
     * A serializable {@link Predicate}.
     *
     * @param <T> what it tests
     */
    interface Test<T> extends Predicate<T>, Serializable {}

    /**
     * A serializable {@link Comparator}.
     *
     * @param <T> what it compares
     */
    interface Order<T> extends Comparator<T>, Serializable {}
}
