package dev.multiproc.manager;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Calls of managed objects that are not waited for one by one. Each is given as a function that makes exactly one call on what it
 * gets, and returns what that gives:
 *
 * <pre>{@code
 * CompletableFuture<Integer> balance = Calls.callAsync(account, a -> a.deposit(50));
 * Calls.oneWay(map, m -> m.put("k", 1));
 * Calls.flush(map);
 *
 * Batch batch = Calls.batch();
 * Future<Integer> one = batch.call(map, m -> m.get("a"));
 * Future<Integer> two = batch.call(map, m -> m.get("b"));
 * batch.send(); // one trip
 * }</pre>
 *
 * <p>The function runs at once in the caller, on a stand-in that writes the call and its arguments down: what is changed in them
 * later is not seen, and what cannot be serialized is refused at once. Methods that go over the whole collection in the caller, such as
 * {@code iterator}, cannot be called in this way.
 *
 * <p>Only so many calls of a process to a manager are on their way, by default {@value #DEFAULT_LIMIT} asynchronous ones and batches,
 * and as many one-way ones; who makes more waits.
 *
 * <p><b>Threads</b>: safe for use by many. <b>Processes</b>: any process that has a proxy.
 */
public final class Calls {
    /** How many calls are on their way at most, if {@link #setLimit} has not been called. */
    public static final int DEFAULT_LIMIT = 64;

    private Calls() {}

    /**
     * A call that gives something.
     *
     * @param <T> the type of the proxy
     * @param <R> what the method returns
     */
    @FunctionalInterface
    public interface Call<T, R> {
        /**
         * Makes one call, and returns what it gives.
         *
         * @param object writes the call down
         * @return what the call gave, as it is
         * @throws Exception if the method declares one; it comes with the result
         */
        R on(T object) throws Exception;
    }

    /**
     * A call whose result nobody needs.
     *
     * @param <T> the type of the proxy
     */
    @FunctionalInterface
    public interface Action<T> {
        /**
         * Makes one call.
         *
         * @param object writes the call down
         * @throws Exception if the method declares one; it comes with the result
         */
        void on(T object) throws Exception;
    }

    /**
     * Calls a method, without waiting until it is done. Calls that were made one after the other may be done in any order, or at the
     * same time. Locks belong to the thread that called this. If the future is cancelled, the call is interrupted in the manager.
     *
     * @param <T> the type of the proxy
     * @param <R> what the method returns
     * @param proxy of a managed object
     * @param call makes one call
     * @return gets the result, or what the method throws. It is completed by a thread of the library, on which one should not wait
     * @throws InterruptedException if interrupted while too many calls are on their way; nothing was sent
     * @throws IllegalArgumentException if it is no proxy, not one call was made, or an argument cannot be serialized
     */
    public static <T, R> CompletableFuture<R> callAsync(T proxy, Call<? super T, R> call) throws InterruptedException {
        Recorded recorded = Recorder.record(proxy, call);
        return recorded.target().client().calls().start(recorded);
    }

    /**
     * {@link #callAsync} for a method without a result, or one that is not needed.
     *
     * @param <T> the type of the proxy
     * @param proxy of a managed object
     * @param action makes one call
     * @return is completed, with null, when the call is done
     * @throws InterruptedException as there
     * @throws IllegalArgumentException as there
     */
    public static <T> CompletableFuture<Void> runAsync(T proxy, Action<? super T> action) throws InterruptedException {
        Recorded recorded = Recorder.recordAction(proxy, action);
        return recorded.target().client().calls().start(recorded);
    }

    /**
     * Calls a method whose result nobody needs, and returns when that is on its way. All one-way calls of a process to one manager
     * are done in their order, one at a time: one that waits holds up those behind it. Other calls may be done before them, unless
     * {@link #flush} comes in between. That also says which have failed. A process that is killed, or a manager that is closed, may
     * take some of its last calls with it; when the manager is closed here, they are waited for as {@code
     * flush} does, for a second, and when the session is, for ten.
     *
     * @param <T> the type of the proxy
     * @param proxy of a managed object
     * @param action makes one call
     * @throws InterruptedException if interrupted while too many calls are on their way; nothing was sent
     * @throws IllegalArgumentException if it is no proxy, not one call was made, or an argument cannot be serialized
     * @throws ManagerException if the manager has ended
     */
    public static <T> void oneWay(T proxy, Action<? super T> action) throws InterruptedException {
        Recorded recorded = Recorder.recordAction(proxy, action);
        recorded.target().client().calls().oneWay().send(recorded);
    }

    /**
     * Waits until all one-way calls of this process to a manager are done.
     *
     * @param proxy of any object of the manager
     * @throws InterruptedException if interrupted while waiting; the calls go on
     * @throws ManagerException if calls have failed since the last flush: it says how many, and its cause is what the first one
     *     threw; or if the manager has ended
     * @throws IllegalArgumentException if it is no proxy
     */
    public static void flush(Object proxy) throws InterruptedException {
        Recorder.targetOf(proxy).client().calls().oneWay().flush();
    }

    /**
     * {@link #flush(Object)} within a time.
     *
     * @param proxy of any object of the manager
     * @param limit how long to wait at most
     * @return false if the time was up before; the calls go on
     * @throws InterruptedException as there
     * @throws ManagerException as there
     * @throws IllegalArgumentException as there
     */
    public static boolean flush(Object proxy, Duration limit) throws InterruptedException {
        return Recorder.targetOf(proxy).client().calls().oneWay().flush(Limit.of(limit));
    }

    /**
     * Begins a batch.
     *
     * @return an empty one
     */
    public static Batch batch() {
        return new Batch();
    }

    /**
     * Sets how many calls of this process to a manager may be on their way.
     *
     * @param proxy of any object of the manager
     * @param calls how many asynchronous calls and batches, and how many one-way calls; at least 1. Each asynchronous one needs a thread
     *     here, a thread in the manager, and 0.5 MiB of shared memory
     * @throws IllegalArgumentException if it is no proxy, or the number is less than 1
     */
    public static void setLimit(Object proxy, int calls) {
        if (calls < 1) {
            throw new IllegalArgumentException("at least one call has to be allowed, calls=" + calls);
        }
        Recorder.targetOf(proxy).client().calls().setLimit(calls);
    }
}
