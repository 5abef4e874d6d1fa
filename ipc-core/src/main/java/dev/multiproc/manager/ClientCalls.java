package dev.multiproc.manager;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The calls of a client that nobody waits for one by one.
 *
 * <p><b>Threads</b>: safe for use by many.
 */
final class ClientCalls {
    private static final long IDLE_SECONDS = 5;

    private final Client client;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();

    /** Guarded by the lock, as is what follows. */
    private int inFlight;

    private int limit = Calls.DEFAULT_LIMIT;
    private ThreadPoolExecutor threads;
    private OneWay oneWay;

    ClientCalls(Client client) {
        this.client = client;
    }

    void setLimit(int calls) {
        lock.lock();
        try {
            limit = calls;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int limit() {
        lock.lock();
        try {
            return limit;
        } finally {
            lock.unlock();
        }
    }

    private void begin() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (inFlight >= limit) {
                ended.await();
            }
            inFlight++;
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            inFlight--;
            ended.signal();
        } finally {
            lock.unlock();
        }
    }

    // ---------------------------------------------------------------- asynchronous

    /** Starts a call; waits while there are too many. */
    <R> CompletableFuture<R> start(Recorded call) throws InterruptedException {
        // Before it waits, so that what cannot be sent is refused at once.
        AsyncCall<R> made = new AsyncCall<>(client, call, this::end);
        begin();
        boolean isStarted = false;
        try {
            threads().execute(made);
            isStarted = true;
        } finally {
            if (!isStarted) {
                end();
            }
        }
        return made;
    }

    /** As many threads as there are calls, so that one that waits holds nobody up. */
    private ThreadPoolExecutor threads() {
        lock.lock();
        try {
            if (threads == null) {
                threads = new ThreadPoolExecutor(
                        0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                            Thread thread = new Thread(work, "manager-call");
                            thread.setDaemon(true);
                            return thread;
                        });
            }
            return threads;
        } finally {
            lock.unlock();
        }
    }

    // ---------------------------------------------------------------- batches

    /** Does the calls of a batch. */
    @SuppressWarnings("unchecked") // That is what comes back.
    List<Batch.Outcome> batch(Out requests, long nanos) throws InterruptedException {
        Out message = new Out();
        Link.writeHead(message, Wire.WORKSHOP, Wire.BATCH, 0);
        message.put(requests);
        begin();
        try {
            Link link = client.borrow(nanos);
            try {
                return (List<Batch.Outcome>) callWorkshop(link, Wire.BATCH, message, nanos);
            } finally {
                client.giveBack(link);
            }
        } finally {
            end();
        }
    }

    /** Makes a call that is of no object. */
    Object callWorkshop(Link link, int method, Out request, long timeoutNanos) throws InterruptedException {
        RemoteObject workshop = new RemoteObject(client, Wire.WORKSHOP, Exposed.of(Workshop.class));
        try {
            return link.call(new Link.Request(workshop, method, true, timeoutNanos), request.toBuffer());
        } catch (RuntimeException | Error | InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the manager's process has thrown a checked exception", e);
        }
    }

    // ---------------------------------------------------------------- one-way

    OneWay oneWay() {
        lock.lock();
        try {
            if (oneWay == null) {
                oneWay = new OneWay(client, this);
            }
            return oneWay;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the one-way calls are done, if there were any, or the manager has ended.
     *
     * @throws ManagerException if some have failed, or the time is up
     */
    void finishOneWay(Duration limit) {
        OneWay used = ifUsed();
        if (used == null) {
            return;
        }
        try {
            used.finish(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ManagerException e) {
            if (!client.hasEnded()) {
                throw e;
            }
        }
    }

    void clientEnded() {
        // Those that are idle end at once.
        threads().setKeepAliveTime(0, TimeUnit.SECONDS);
        OneWay used = ifUsed();
        if (used != null) {
            used.clientEnded();
        }
    }

    private OneWay ifUsed() {
        lock.lock();
        try {
            return oneWay;
        } finally {
            lock.unlock();
        }
    }
}
