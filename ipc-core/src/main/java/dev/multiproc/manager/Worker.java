package dev.multiproc.manager;

import dev.multiproc.codec.EncodedThrowable;
import dev.multiproc.pipe.Connection;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;

/** Does a client's calls that come over one connection, on a thread of its own. */
final class Worker implements Runnable {
    private static final ThreadLocal<Worker> CURRENT = new ThreadLocal<>();
    /** A page of a snapshot ends after an element with which it has as many bytes. */
    private static final int PAGE_BYTES = 64 * 1024;

    private final ClientProcess client;
    private final Connection connection;
    private final Out out = new Out();
    private final OneWayFailures failures = new OneWayFailures();
    private Thread thread;

    /** Where the reply to the current call begins: replies to a batch follow each other. */
    private int replyBegin;

    /** Whether nobody wants the result of the current call. */
    private boolean isOneWay;

    /** The client's thread that makes the current call. */
    private long clientThread;

    /** How many calls have begun. Guarded by this, as is what follows. */
    private int calls;

    private boolean isInCall;
    private int lastCancelled;

    Worker(ClientProcess client, Connection connection) {
        this.client = client;
        this.connection = connection;
    }

    /** Whose call the current thread does; null if none's. */
    static Worker current() {
        return CURRENT.get();
    }

    ClientProcess client() {
        return client;
    }

    long clientThread() {
        return clientThread;
    }

    @Override
    public void run() {
        synchronized (this) {
            thread = Thread.currentThread();
        }
        CURRENT.set(this);
        try {
            connection.sendBytes(new byte[0]);
            while (!client.hasEnded()) {
                serve();
            }
        } catch (IOException | IllegalStateException e) {
            // The client has closed the connection or has ended, or this process does.
            return;
        } catch (InterruptedException e) {
            // The client has ended.
            Thread.currentThread().interrupt();
        } finally {
            Wire.close(connection);
        }
    }

    private void serve() throws IOException, InterruptedException {
        ByteBuffer request = ByteBuffer.wrap(connection.receiveBytes());
        out.clear();
        replyBegin = 0;
        begin();
        try {
            call(request);
        } catch (Throwable e) {
            fail(e);
        } finally {
            end();
        }
        // A one-way call has no reply; and a client whose lease is over may live, but must not see that its call was
        // interrupted.
        if (out.size() > 0 && !client.hasEnded()) {
            connection.sendBytes(out.toBuffer());
        }
    }

    private void fail(Throwable failure) {
        out.truncate(replyBegin);
        out.putByte(Wire.FAILURE);
        out.putRaw(EncodedThrowable.of(failure).toBytes());
    }

    // ---------------------------------------------------------------- interrupts

    private synchronized void begin() {
        calls++;
        isInCall = true;
        if (lastCancelled == calls) {
            thread.interrupt();
        }
    }

    private synchronized void end() {
        isInCall = false;
        if (!client.hasEnded()) {
            Thread.interrupted();
        }
    }

    /** Interrupts a call, if it is not over. */
    synchronized void cancel(int call) {
        lastCancelled = call;
        if (isInCall && calls == call) {
            thread.interrupt();
        }
    }

    synchronized void clientEnded() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    // ---------------------------------------------------------------- calls

    private void call(ByteBuffer request) throws Throwable {
        long object = request.getLong();
        int method = request.getShort();
        clientThread = request.getLong();
        if (method <= Wire.BATCH) {
            several(method, request);
            return;
        }
        Values values = client.values(object == Wire.WORKSHOP);
        Object[] arguments = new Object[request.get()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = values.read(request);
        }
        Served target = client.server().objects().get(object);
        if (target == null) {
            throw client.server().gone(object);
        }
        MethodUse use = target.use(method);
        long begin = use.begin(calls);
        try {
            call(target, method, arguments);
        } finally {
            use.end(begin);
        }
    }

    private void call(Served target, int method, Object[] arguments) throws Throwable {
        Values values = client.values(target.number() == Wire.WORKSHOP);
        switch (method) {
            case Wire.FIRST_PAGE -> firstPage(target, (int) arguments[0]);
            case Wire.NEXT_PAGE -> page(((Snapshot) target.object()).elements(), (int) arguments[0], target);
            case Wire.DRAIN -> reply(values, drain((BlockingQueue<?>) target.object(), (int) arguments[0]));
            case Wire.PUT_ALL -> {
                putAll(target.object(), ((Values.Several) arguments[0]).elements());
                reply(values, null);
            }
            case Wire.GET_ALL -> reply(values, getAll(target.object(), ((Values.Several) arguments[0]).elements()));
            default -> reply(values, invoke(target, method, arguments));
        }
    }

    /** Each value, or null where there is none. */
    private static Values.Several getAll(Object object, Object[] keys) {
        Object[] values = new Object[keys.length];
        for (int i = 0; i < keys.length; i++) {
            values[i] = ((Map<?, ?>) object).get(keys[i]);
        }
        return new Values.Several(values);
    }

    // ---------------------------------------------------------------- several calls

    private void several(int method, ByteBuffer request) throws Throwable {
        request.get();
        switch (method) {
            case Wire.BATCH -> batch(request);
            case Wire.ONE_WAY -> oneWay(request.get() != 0, request);
            case Wire.ANSWER -> out.putByte(Wire.VALUE);
            default -> {
                failures.throwAny();
                reply(client.values(true), null);
            }
        }
    }

    private void batch(ByteBuffer requests) {
        out.putByte(Wire.OUTCOMES);
        int count = requests.getInt();
        for (int i = 0; i < count; i++) {
            int length = requests.getInt();
            int lengthPosition = out.size();
            out.putInt(0);
            replyBegin = out.size();
            try {
                checkNotCancelled();
                call(requests.slice(requests.position(), length));
            } catch (Throwable e) {
                fail(e);
            }
            out.patchInt(lengthPosition, out.size() - replyBegin);
            requests.position(requests.position() + length);
        }
    }

    private synchronized void checkNotCancelled() throws InterruptedException {
        if (lastCancelled == calls) {
            throw new InterruptedException("the batch was cancelled");
        }
    }

    private void oneWay(boolean isAnswerWanted, ByteBuffer request) {
        isOneWay = true;
        try {
            call(request);
        } catch (Throwable e) {
            failures.add(e);
        } finally {
            isOneWay = false;
        }
        out.clear();
        if (isAnswerWanted) {
            out.putByte(Wire.VALUE);
        }
    }

    @SuppressWarnings("unchecked") // The caller's map had the types of this one.
    private static void putAll(Object object, Object[] pairs) {
        Map<Object, Object> map = (Map<Object, Object>) object;
        // A map of the user's own may do this as one step.
        Map<Object, Object> entries = map instanceof MapObject ? map : new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            entries.put(pairs[i], pairs[i + 1]);
        }
        if (entries != map) {
            map.putAll(entries);
        }
    }

    private Object invoke(Served target, int number, Object[] arguments) throws Throwable {
        Method method = target.exposed().method(number);
        Object result;
        try {
            result = method.invoke(target.object(), arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        Class<?> type = method.getReturnType();
        return result != null && type.isInterface() && client.server().isGivenAsProxy(type)
                ? client.server().proxy(result, type)
                : result;
    }

    private void reply(Values values, Object result) {
        if (isOneWay) {
            // What is sent counts as a reference, which the client would never give back.
            return;
        }
        out.putByte(Wire.VALUE);
        try {
            values.write(out, result);
        } catch (RuntimeException e) {
            out.truncate(replyBegin);
            out.putByte(Wire.UNSENDABLE);
            out.putText(EncodedThrowable.textOf(e));
        }
    }

    private static List<Object> drain(BlockingQueue<?> queue, int max) {
        List<Object> drained = new ArrayList<>();
        queue.drainTo(drained, max);
        return drained;
    }

    // ---------------------------------------------------------------- pages

    private void firstPage(Served target, int what) {
        page(elements(target.object(), what), 0, null);
    }

    /** All elements; of entries, each key with its value behind it. */
    private static Object[] elements(Object object, int what) {
        if (what == Pages.ELEMENTS.number()) {
            return ((Collection<?>) object).toArray();
        }
        Map<?, ?> map = (Map<?, ?>) object;
        if (what == Pages.KEYS.number()) {
            return map.keySet().toArray();
        }
        List<Object> pairs = new ArrayList<>();
        map.forEach((key, value) -> {
            pairs.add(key);
            pairs.add(value);
        });
        return pairs.toArray();
    }

    /** Writes elements from an index on; those that are left stay in a snapshot. */
    private void page(Object[] elements, int from, Served known) {
        Values values = client.values(false);
        out.putByte(Wire.PAGE);
        int countPosition = out.size();
        out.putInt(0);
        int next = from;
        while (next < elements.length && (out.size() < PAGE_BYTES || (next - from) % 2 == 1)) {
            values.write(out, elements[next++]);
        }
        out.patchInt(countPosition, next - from);
        if (next == elements.length) {
            out.putLong(0);
        } else {
            Served rest = known != null ? known : client.server().objects().of(new Elements(elements), Snapshot.class);
            client.hold(rest);
            out.putLong(rest.number());
        }
        out.putInt(next);
    }

    /**
     * A snapshot.
     *
     * @param elements all of it
     */
    @SuppressWarnings("ArrayRecordComponent") // Two of these are never compared.
    private record Elements(Object[] elements) implements Snapshot {}
}
