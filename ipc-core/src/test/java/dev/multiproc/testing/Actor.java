package dev.multiproc.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.Serializable;
import java.time.Duration;

/** A thread of this process or of another that does what it is told, one thing after the other: it can own a lock. */
public final class Actor {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Stage stage;
    private final int number;

    Actor(Stage stage, int number) {
        this.stage = stage;
        this.number = number;
    }

    /** What an actor is told to do. */
    public interface Work<T> extends Serializable {
        T get() throws Exception;
    }

    /** What an actor is told to do where nothing comes of it. */
    public interface Action extends Serializable {
        void run() throws Exception;
    }

    /** What an actor is told to try. */
    public interface Attempt extends Serializable {
        boolean succeeds() throws Exception;
    }

    /** Something that an actor is at. */
    public final class Call<T> {
        private Stage.Outcome outcome;

        /** Waits until the actor sleeps inside the library. */
        public Call<T> awaitAsleep() {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> stage.isAsleep(number) || isDone());
            assertThat(outcome).as("returned, but should block").isNull();
            return this;
        }

        /** Whether it is over. */
        public boolean isDone() throws InterruptedException {
            if (outcome == null) {
                outcome = stage.outcome(number, 0);
            }
            return outcome != null;
        }

        private Stage.Outcome outcome() throws InterruptedException {
            if (outcome == null) {
                outcome = stage.outcome(number, PATIENCE.toMillis());
            }
            assertThat(outcome).as("the call still blocks").isNotNull();
            return outcome;
        }

        /** What came of it. */
        @SuppressWarnings("unchecked") // It is what the work gave.
        public T result() throws InterruptedException {
            if (outcome().failure() != null) {
                throw new AssertionError("the call failed", outcome().failure());
            }
            return (T) outcome().value();
        }

        /** What it threw. */
        public Throwable failure() throws InterruptedException {
            assertThat(outcome().failure())
                    .as("gave %s, but should throw", outcome().value())
                    .isNotNull();
            return outcome().failure();
        }

        public void interrupt() throws InterruptedException {
            stage.interrupt(number);
        }
    }

    /** Has the actor begin something. */
    public <T> Call<T> begin(Work<T> work) throws InterruptedException {
        stage.order(number, work);
        return new Call<>();
    }

    /** Has the actor begin something. */
    public Call<Boolean> beginTo(Action action) throws InterruptedException {
        return begin(() -> {
            action.run();
            return true;
        });
    }

    /** Has the actor do something, and waits for it. */
    public <T> T get(Work<T> work) throws InterruptedException {
        return begin(work).result();
    }

    /** Has the actor do something, and waits for it. */
    public void run(Action action) throws InterruptedException {
        beginTo(action).result();
    }

    /** Has the actor try something. */
    public boolean succeeds(Attempt attempt) throws InterruptedException {
        return begin(attempt::succeeds).result();
    }

    /** What the actor's doing throws. */
    public Throwable failureOf(Action action) throws InterruptedException {
        return beginTo(action).failure();
    }

    Stage stage() {
        return stage;
    }

    public ProcessHandle process() {
        return stage.process();
    }
}
