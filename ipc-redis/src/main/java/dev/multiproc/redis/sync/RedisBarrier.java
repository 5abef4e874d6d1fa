package dev.multiproc.redis.sync;

import dev.multiproc.codec.JavaSerialization;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.sync.BarrierAction;
import dev.multiproc.sync.SharedBarrier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A barrier at the server; see {@code barrier.lua}. */
final class RedisBarrier extends ServerObject implements SharedBarrier {
    private static final long serialVersionUID = 1L;

    private final transient int parties;
    private final transient long limitNanos;
    /** Null until it is needed; the original object in the process that made the barrier. */
    private transient volatile Runnable action;

    RedisBarrier(Place place) {
        super(place, Scripts.BARRIER);
        parties = Integer.parseInt(field("parties"));
        limitNanos = Long.parseLong(field("limit"));
    }

    /** Keeps the original, or null. */
    void keep(BarrierAction original) {
        action = original;
    }

    // ---------------------------------------------------------------- waiting

    @Override
    public int await() throws InterruptedException, BrokenBarrierException {
        try {
            return awaitUntil(limitNanos == 0 ? Deadline.NEVER : Deadline.in(limitNanos, TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            BrokenBarrierException broken = new BrokenBarrierException("the barrier's time limit has passed, limit="
                    + Duration.ofNanos(limitNanos) + ": " + e.getMessage());
            broken.initCause(e);
            throw broken;
        }
    }

    @Override
    public int await(long timeout, TimeUnit unit)
            throws InterruptedException, BrokenBarrierException, TimeoutException {
        return awaitUntil(Deadline.in(timeout, unit));
    }

    private int awaitUntil(long deadlineNanos) throws InterruptedException, BrokenBarrierException, TimeoutException {
        checkOpen();
        while (true) {
            checkInterrupt();
            try (Waiter waiter = link().waiters().begin(link().process())) {
                String[] words = change("arrive", waiter.token()).split(" ");
                switch (words[0]) {
                    case "expired" -> link().comeBack();
                    case "later" -> awaitNext(waiter, deadlineNanos);
                    case "act" -> {
                        return act(waiter, words[1]);
                    }
                    case "tripped" -> {
                        return 0;
                    }
                    case "wait" -> {
                        awaitOthers(waiter, words[1], deadlineNanos);
                        return Integer.parseInt(words[2]);
                    }
                    default -> throw broken();
                }
            }
        }
    }

    /** A party that comes interrupted breaks the barrier, unless it belongs to the next generation. */
    private void checkInterrupt() throws InterruptedException, BrokenBarrierException {
        if (!Thread.currentThread().isInterrupted()) {
            return;
        }
        if (changeAnyhow("interrupted").equals("broken")) {
            throw broken();
        }
        Thread.interrupted();
        throw new InterruptedException();
    }

    /** Waits until the last party has run the action: this thread belongs to the next generation. */
    private void awaitNext(Waiter waiter, long deadlineNanos) throws InterruptedException, TimeoutException {
        boolean isOver = false;
        try {
            isOver = waiter.await(deadlineNanos, () -> change("lookNext", waiter.token())) != null;
        } finally {
            if (!isOver) {
                String unused = change("goNext", waiter.token());
            }
        }
        if (!isOver) {
            throw new TimeoutException("the barrier's action takes long, barrier=" + name());
        }
    }

    private int act(Waiter waiter, String generation) throws BrokenBarrierException {
        boolean isDone = false;
        try {
            action().run();
            isDone = true;
        } finally {
            if (!isDone) {
                String unused = change("breakGeneration", generation);
            }
        }
        if (!change("acted", waiter.token()).equals("tripped")) {
            throw broken();
        }
        return 0;
    }

    private Runnable action() {
        Runnable known = action;
        if (known == null) {
            known = (Runnable) new JavaSerialization()
                    .read(askRaw("field", List.of("action".getBytes(StandardCharsets.US_ASCII))));
            action = known;
        }
        return known;
    }

    private void awaitOthers(Waiter waiter, String generation, long deadlineNanos)
            throws InterruptedException, BrokenBarrierException, TimeoutException {
        String answer;
        try {
            answer = waiter.await(deadlineNanos, () -> look(waiter, generation));
            if (answer == null) {
                if (breaks(generation)) {
                    throw new TimeoutException("not all have come, barrier=" + name() + ", parties=" + parties);
                }
                answer = look(waiter, generation);
            }
        } catch (InterruptedException e) {
            if (breaks(generation)) {
                throw e;
            }
            answer = look(waiter, generation);
            // The wait had already ended; keep the interrupt for later.
            Thread.currentThread().interrupt();
        }
        if (!answer.equals("tripped")) {
            throw broken();
        }
    }

    private String look(Waiter waiter, String generation) {
        return change("look", waiter.token(), generation);
    }

    /** Whether this call broke the barrier. */
    private boolean breaks(String generation) {
        return change("breakGeneration", generation).equals("broken");
    }

    private BrokenBarrierException broken() {
        return new BrokenBarrierException("the barrier is broken, barrier=" + name());
    }

    // ---------------------------------------------------------------- breaking

    @Override
    public void abort() {
        checkOpen();
        String unused = changeAnyhow("abort");
    }

    @Override
    public void reset() {
        checkOpen();
        String unused = changeAnyhow("reset");
    }

    @Override
    public boolean isBroken() {
        checkOpen();
        return ask("phase").equals("broken");
    }

    @Override
    public int getParties() {
        return parties;
    }

    @Override
    public int getNumberWaiting() {
        checkOpen();
        return Integer.parseInt(ask("waiting"));
    }

    @Override
    public String toString() {
        return "SharedBarrier[name=" + name() + ", parties=" + parties + ", "
                + (isBroken() ? "broken" : "waiting=" + getNumberWaiting()) + "]";
    }
}
