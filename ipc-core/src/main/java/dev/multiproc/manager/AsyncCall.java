package dev.multiproc.manager;

import java.lang.ref.Reference;
import java.util.concurrent.CompletableFuture;

/**
 * A call that a thread of its own waits for. It was written down by the caller.
 *
 * @param <R> what it gives
 */
final class AsyncCall<R> extends CompletableFuture<R> implements Runnable {
    private final Client client;
    private final Recorded call;
    private final Runnable whenEnded;
    private final Out request = new Out();
    private final ClassLoader loader = Thread.currentThread().getContextClassLoader();

    /** The connection, while it is used for this. Guarded by this. */
    private Link link;

    private int number;

    AsyncCall(Client client, Recorded call, Runnable whenEnded) {
        this.client = client;
        this.call = call;
        this.whenEnded = whenEnded;
        call.write(request);
    }

    @Override
    @SuppressWarnings("unchecked") // The result is what the method returns.
    public void run() {
        // Its results' classes may be known to the caller's loader only.
        Thread.currentThread().setContextClassLoader(loader);
        R result = null;
        Throwable failure = null;
        try {
            result = (R) call.result().apply(result());
        } catch (Throwable e) {
            failure = e;
        } finally {
            // Before it is completed, since what depends on it may call again.
            whenEnded.run();
            Thread.currentThread().setContextClassLoader(null);
        }
        if (failure == null) {
            complete(result);
        } else {
            completeExceptionally(failure);
        }
    }

    private Object result() throws Throwable {
        if (isDone()) {
            return null;
        }
        Link borrowed = client.borrow(call.target().timeoutNanos());
        try {
            return begin(borrowed) ? borrowed.call(call.request(), request.toBuffer()) : null;
        } finally {
            end();
            client.giveBack(borrowed);
            Reference.reachabilityFence(call);
        }
    }

    /** Returns whether the call is to be made. If so, it is: else the cancellation would hit the next one. */
    private synchronized boolean begin(Link borrowed) {
        if (isDone()) {
            return false;
        }
        link = borrowed;
        number = borrowed.nextCall();
        return true;
    }

    private synchronized void end() {
        link = null;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean isCancelled = super.cancel(mayInterruptIfRunning);
        if (isCancelled) {
            cancelThere();
        }
        return isCancelled;
    }

    private synchronized void cancelThere() {
        if (link != null) {
            link.cancel(number);
        }
    }
}
