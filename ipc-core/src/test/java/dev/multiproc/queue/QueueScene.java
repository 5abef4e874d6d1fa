package dev.multiproc.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.Multiprocessing;
import dev.multiproc.testing.Actor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the topics of a {@link QueueContract} are given: a session, and who does what in it. Actors are told by lambdas only: for
 * javac two references to the same inherited method, say {@code it::take}, are one that it may read back as the other, even if one
 * is of a {@code SharedQueue} and one of a {@code JoinableQueue}.
 */
interface QueueScene {
    Duration SHORT = Duration.ofMillis(50);
    Duration PATIENCE = Duration.ofSeconds(20);

    /** The session, for the test's own thread. */
    Multiprocessing mp();

    /** A thread of this process. */
    Actor anna();

    /** A thread of another process, where there is one. */
    Actor bert();

    /** A thread of a third process, where there is one. */
    Actor carl();

    default List<Actor> everybody() {
        return List.of(anna(), bert(), carl());
    }

    static void assertNotEarly(long beginNanos) {
        assertThat(System.nanoTime() - beginNanos).isGreaterThanOrEqualTo(SHORT.toNanos());
    }

    /** Waits until a call has filled a queue and sleeps: before that it may sleep for a moment for another reason. */
    static void awaitFullAndAsleep(SharedQueue<?> queue, Actor.Call<?> call) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(queue::isFull);
        call.awaitAsleep();
    }

    static <T> List<T> results(List<Actor.Call<T>> calls) throws InterruptedException {
        List<T> results = new ArrayList<>();
        for (Actor.Call<T> call : calls) {
            results.add(call.result());
        }
        return results;
    }

    static void assertToldOfShutdown(Actor.Call<?> call) throws InterruptedException {
        assertThat(call.failure()).isInstanceOf(QueueShutdownException.class);
    }
}
