package dev.multiproc.redis.sync;

import dev.multiproc.internal.park.Deadline;
import java.util.concurrent.TimeUnit;

/** A count at the server, and threads that wait until it is zero; see {@code gate.lua}. */
abstract class Gate extends ServerObject {
    private static final long serialVersionUID = 1L;
    private static final String HELD = "held";

    Gate(Place place) {
        super(place, Scripts.GATE);
    }

    final long count() {
        checkOpen();
        return Long.parseLong(ask("count"));
    }

    public final void await() throws InterruptedException {
        boolean unused = awaitUntil(Deadline.NEVER);
    }

    public final boolean await(long timeout, TimeUnit unit) throws InterruptedException {
        return awaitUntil(Deadline.in(timeout, unit));
    }

    private boolean awaitUntil(long deadlineNanos) throws InterruptedException {
        checkOpen();
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return waitAnyhow(() -> awaitOnce(deadlineNanos));
    }

    private boolean awaitOnce(long deadlineNanos) throws InterruptedException {
        boolean waits = Deadline.left(deadlineNanos) > 0;
        try (Waiter waiter = link().waiters().begin(link().process())) {
            String answer = checkLease(change("await", waiter.token(), waits ? "1" : "0"), 0);
            return answer.equals(HELD) || waits && awaitMessage(waiter, deadlineNanos);
        }
    }

    private boolean awaitMessage(Waiter waiter, long deadlineNanos) throws InterruptedException {
        try {
            String answer = waiter.await(deadlineNanos, () -> checkLease(change("look", waiter.token()), 0));
            return answer != null || change("cancel", waiter.token()).equals(HELD);
        } catch (InterruptedException e) {
            String unused = change("cancel", waiter.token());
            throw e;
        }
    }
}
