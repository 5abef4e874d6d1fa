package dev.multiproc.worker;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** What a producer or consumer of {@code multiproc run} may ask of its process. For the thread that calls it only. */
public interface WorkerContext {
    /**
     * The name of the process.
     *
     * @return such as {@code consumer-2}
     */
    String name();

    /**
     * Its place among the processes of its role.
     *
     * @return from 0
     */
    int index();

    /**
     * How many processes have its role.
     *
     * @return 1 or more
     */
    int count();

    /**
     * How many items this producer had put, or this consumer had finished, when the process began.
     *
     * @return 0 if it was not started again
     */
    long itemsBefore();

    /**
     * How often the present item has been handed out to a consumer.
     *
     * @return 1 for the first time; 0 in a producer
     */
    int deliveryCount();

    /**
     * What is left of {@code --duration}. A producer whose next item takes longer ends in time if it returns null instead.
     *
     * @return centuries if there is no limit
     */
    Duration timeLeft();

    /**
     * A source of random numbers that gives each process others, and the same ones in each run with the same {@code --seed}.
     *
     * @return the same object each time
     */
    RandomGenerator random();
}
