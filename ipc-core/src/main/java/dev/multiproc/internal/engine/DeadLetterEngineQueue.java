package dev.multiproc.internal.engine;

import dev.multiproc.internal.park.Deadline;
import dev.multiproc.queue.DeadLetter;
import dev.multiproc.queue.DeadLetterQueue;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A queue of dead letters.
 *
 * @param <E> the type of the items
 * @param <C> the engine's claims
 */
public abstract class DeadLetterEngineQueue<E, C extends Claimed> extends EngineQueue<E, C>
        implements DeadLetterQueue<E> {
    private static final long serialVersionUID = 1L;

    protected DeadLetterEngineQueue(QueueEngine<E, C> engine) {
        super(engine);
    }

    @Override
    public DeadLetter<E> takeLetter() throws InterruptedException {
        return open(engine.awaitClaim(Deadline.NEVER));
    }

    @Override
    public DeadLetter<E> pollLetter(long timeout, TimeUnit unit) throws InterruptedException {
        C claim = engine.awaitClaim(Deadline.in(timeout, unit));
        return claim == null ? null : open(claim);
    }

    @Override
    public DeadLetter<E> pollLetter() {
        C claim = engine.claim();
        return claim == null ? null : open(claim);
    }

    private DeadLetter<E> open(C claim) {
        boolean isOpened = false;
        DeadLetter<E> opened;
        try {
            opened = engine.letters().letter(claim);
            isOpened = true;
        } finally {
            if (!isOpened) {
                engine.giveBack(claim, ReturnReasons.GIVEN_BACK);
            }
        }
        taken(claim);
        return opened;
    }

    @Override
    public List<DeadLetter<E>> letters() {
        engine.checkOpen();
        return engine.letters().letters();
    }

    @Override
    public int redrive() throws InterruptedException {
        engine.checkOpen();
        return engine.letters().redrive((Predicate<DeadLetter<E>>) null, Deadline.NEVER);
    }

    @Override
    public int redrive(Predicate<? super DeadLetter<E>> which) throws InterruptedException {
        return redrive(which, Deadline.NEVER);
    }

    @Override
    public int redrive(Predicate<? super DeadLetter<E>> which, Duration timeout) throws InterruptedException {
        return redrive(which, Deadline.in(timeout));
    }

    private int redrive(Predicate<? super DeadLetter<E>> which, long deadlineNanos) throws InterruptedException {
        Objects.requireNonNull(which, "which");
        engine.checkOpen();
        return engine.letters().redrive(which, deadlineNanos);
    }

    @Override
    public boolean redrive(DeadLetter<E> letter) throws InterruptedException {
        Objects.requireNonNull(letter, "letter");
        engine.checkOpen();
        return engine.letters().redrive(letter, Deadline.NEVER);
    }

    @Override
    public DeadLetterQueue<E> deadLetters() {
        throw new UnsupportedOperationException("dead letters have no dead letters of their own, queue=" + name());
    }

    @Override
    public String toString() {
        return "DeadLetterQueue[name=" + name() + ", size=" + engine.waiting() + "]";
    }
}
