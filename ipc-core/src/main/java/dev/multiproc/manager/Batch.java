package dev.multiproc.manager;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Calls of one manager's objects that are sent in one message, and whose results come back in one. They are done one after the
 * other, in their order; calls of others may come in between. If one fails, the others are still done. The time limits of {@link
 * Manager#withTimeout} do not count here: {@link #send(Duration)} has one for all.
 *
 * <p><b>Threads</b>: used by one at a time.
 */
public final class Batch {
    private static final long LENGTH_BYTES = Integer.BYTES;

    private final List<Pending> calls = new ArrayList<>();
    private final Out out = new Out();
    private Client client;

    /**
     * A call of the batch.
     *
     * @param call what is called
     * @param future gets its result
     */
    private record Pending(Recorded call, CompletableFuture<Object> future) {}

    Batch() {}

    /**
     * Adds a call.
     *
     * @param <T> the type of the proxy
     * @param <R> what the method returns
     * @param proxy of a managed object; all of a batch are of one manager
     * @param call makes one call, see {@link Calls}
     * @return is completed by {@link #send}
     * @throws IllegalArgumentException if it is no proxy, of another manager, not one call was made, or an argument cannot be
     *     serialized; the batch is as before
     */
    public <T, R> CompletableFuture<R> call(T proxy, Calls.Call<? super T, R> call) {
        return add(Recorder.record(proxy, call));
    }

    /**
     * Adds a call whose result nobody needs: in the list of results it is null.
     *
     * @param <T> the type of the proxy
     * @param proxy of a managed object; all of a batch are of one manager
     * @param action makes one call, see {@link Calls}
     * @throws IllegalArgumentException as {@link #call} does
     */
    public <T> void run(T proxy, Calls.Action<? super T> action) {
        CompletableFuture<?> unused = add(Recorder.recordAction(proxy, action));
    }

    @SuppressWarnings("unchecked") // The result is what the method returns.
    private <R> CompletableFuture<R> add(Recorded call) {
        Client itsClient = call.target().client();
        if (client != null && client != itsClient) {
            throw new IllegalArgumentException("all calls of a batch go to one manager: the others go to "
                    + client.address() + ", this one to " + itsClient.address());
        }
        int begin = out.size();
        boolean isWritten = false;
        try {
            out.putInt(0);
            call.write(out);
            out.patchInt(begin, (int) (out.size() - begin - LENGTH_BYTES));
            isWritten = true;
        } finally {
            if (!isWritten) {
                out.truncate(begin);
            }
        }
        client = itsClient;
        CompletableFuture<Object> future = new CompletableFuture<>();
        calls.add(new Pending(call, future));
        return (CompletableFuture<R>) future;
    }

    /**
     * How many calls have been added and not sent.
     *
     * @return 0 or more
     */
    public int size() {
        return calls.size();
    }

    /**
     * Sends the calls, waits until they are done, and completes their futures. Afterwards the batch is empty, and can be used again.
     *
     * @return their results, in their order
     * @throws InterruptedException if interrupted while waiting; the calls that are not done are cancelled in the manager
     * @throws ManagerException if calls have failed, after all were done: it says how many, and its cause is what the first one
     *     threw, as its future does; or if the manager has ended, as all futures say then
     */
    public List<Object> send() throws InterruptedException {
        return send(Long.MAX_VALUE);
    }

    /**
     * {@link #send()} within a time: then the calls that are not done are cancelled in the manager.
     *
     * @param limit how long all calls may take together
     * @return their results, in their order
     * @throws InterruptedException as there
     * @throws ManagerException as there; or if the time is up: which calls were done then is not known if the manager does not answer,
     *     and each future says it otherwise
     */
    public List<Object> send(Duration limit) throws InterruptedException {
        return send(TimeUnit.NANOSECONDS.convert(limit));
    }

    private List<Object> send(long nanos) throws InterruptedException {
        if (calls.isEmpty()) {
            return List.of();
        }
        List<Pending> sent = List.copyOf(calls);
        Out message = new Out();
        message.putInt(sent.size());
        message.put(out);
        calls.clear();
        out.clear();
        try {
            return finish(sent, client.calls().batch(message, nanos));
        } catch (RuntimeException | InterruptedException e) {
            sent.forEach(pending -> pending.future().completeExceptionally(e));
            throw e;
        }
    }

    private static List<Object> finish(List<Pending> sent, List<Outcome> outcomes) throws InterruptedException {
        List<Object> results = new ArrayList<>(sent.size());
        int failures = 0;
        Throwable first = null;
        boolean isCancelled = false;
        for (int i = 0; i < sent.size(); i++) {
            Pending pending = sent.get(i);
            Throwable failure = outcomes.get(i).failure();
            if (failure == null) {
                Object result = pending.call().result().apply(outcomes.get(i).value());
                results.add(result);
                pending.future().complete(result);
            } else {
                failures++;
                first = first == null ? failure : first;
                isCancelled |= failure instanceof InterruptedException;
                pending.future().completeExceptionally(failure);
            }
        }
        if (isCancelled && Thread.interrupted()) {
            throw new InterruptedException("the batch was cancelled");
        }
        if (failures > 0) {
            throw new ManagerException(
                    failures + " of " + sent.size() + " calls of a batch have failed, the first with: " + first, first);
        }
        return results;
    }

    /**
     * How a call ended.
     *
     * @param value what it gave
     * @param failure what it threw; null if nothing
     */
    record Outcome(Object value, Throwable failure) {}
}
