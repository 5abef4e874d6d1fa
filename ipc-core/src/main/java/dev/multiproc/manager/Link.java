package dev.multiproc.manager;

import dev.multiproc.codec.EncodedThrowable;
import dev.multiproc.pipe.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A client's connection to the manager, with a thread of its own there. Used by one call at a time. */
final class Link {
    /** How long a call that was cancelled may take to return, before its connection is given up. */
    private static final Duration CANCEL_GRACE = Duration.ofSeconds(1);

    private final Client client;
    private final int number;
    private final Connection connection;
    private final Out out = new Out();
    private int calls;
    private boolean isBroken;
    /** Whether the call has taken too long, so that it was cancelled. */
    private boolean isLate;

    Link(Client client, int number, Connection connection) {
        this.client = client;
        this.number = number;
        this.connection = connection;
    }

    /**
     * What is to be called.
     *
     * @param target the object
     * @param method its number, or one of {@link Wire}'s
     * @param mayBeInterrupted whether an interrupt cancels it
     * @param timeoutNanos how long it may take; Long.MAX_VALUE for ever
     */
    record Request(RemoteObject target, int method, boolean mayBeInterrupted, long timeoutNanos) {}

    boolean isBroken() {
        return isBroken;
    }

    void close() {
        Wire.close(connection);
    }

    /**
     * Calls a method.
     *
     * @throws Throwable what the method throws
     */
    Object call(Request request, Object... arguments) throws Throwable {
        out.clear();
        write(out, valuesFor(request), request, arguments);
        return call(request, out.toBuffer());
    }

    /**
     * Calls a method.
     *
     * @param written what {@link #write} wrote
     * @throws Throwable what the method throws
     */
    Object call(Request request, ByteBuffer written) throws Throwable {
        isLate = false;
        return result(request, valuesFor(request), exchange(request, written));
    }

    private Values valuesFor(Request request) {
        return client.values(request.target().object() == Wire.WORKSHOP);
    }

    /** Writes a request. Locks belong to the thread that does this. */
    static void write(Out out, Values values, Request request, Object... arguments) {
        writeHead(out, request.target().object(), request.method(), arguments.length);
        for (Object argument : arguments) {
            values.write(out, argument);
        }
    }

    /** Writes what comes before the arguments. */
    static void writeHead(Out out, long object, int method, int arguments) {
        out.putLong(object);
        out.putByte(method >> 8);
        out.putByte(method);
        out.putLong(Thread.currentThread().getId());
        out.putByte(arguments);
    }

    // ---------------------------------------------------------------- in parts

    /** The number of the next call. */
    int nextCall() {
        return calls + 1;
    }

    /** Cancels a call, if it is not over. */
    void cancel(int call) {
        client.tell(Wire.CANCEL, number, call);
    }

    /** Sends a request; who is interrupted has sent nothing. Returns false if the time is up: then the connection is given up. */
    boolean send(ByteBuffer written, Limit limit) throws InterruptedException {
        try {
            boolean isSent = sendInTime(written, limit);
            calls++;
            return isSent;
        } catch (IOException | IllegalStateException e) {
            throw broken(e);
        }
    }

    /** Waits for a reply up to a time. */
    boolean awaitReply(Duration limit) throws InterruptedException {
        try {
            return connection.poll(limit);
        } catch (IOException | IllegalStateException e) {
            throw broken(e);
        }
    }

    /** Waits for a reply; who is interrupted has received none. */
    ByteBuffer receive() throws InterruptedException {
        try {
            return ByteBuffer.wrap(connection.receiveBytes());
        } catch (IOException | IllegalStateException e) {
            throw broken(e);
        }
    }

    private ManagerException broken(Exception cause) {
        isBroken = true;
        return client.ended(cause);
    }

    // ---------------------------------------------------------------- there and back

    private ByteBuffer exchange(Request request, ByteBuffer written) throws InterruptedException {
        boolean isInterrupted = !request.mayBeInterrupted() && Thread.interrupted();
        Limit limit = Limit.of(request.timeoutNanos());
        boolean isSent = false;
        try {
            while (!isSent) {
                try {
                    if (!sendInTime(written, limit)) {
                        throw late(request);
                    }
                    isSent = true;
                } catch (InterruptedException e) {
                    if (request.mayBeInterrupted()) {
                        throw e;
                    }
                    isInterrupted = true;
                }
            }
            calls++;
            while (true) {
                try {
                    if (!limit.isNone()) {
                        awaitInTime(request, limit);
                    }
                    return ByteBuffer.wrap(connection.receiveBytes());
                } catch (InterruptedException e) {
                    if (request.mayBeInterrupted() && !isInterrupted) {
                        cancelInterrupted(request);
                    }
                    isInterrupted = true;
                }
            }
        } catch (IOException | IllegalStateException e) {
            throw broken(e);
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Cancels a call whose caller is interrupted. Returns when there is a reply: it may have been done before.
     *
     * @throws InterruptedException if there is none: the manager's process is stopped, or the method does not heed the interrupt
     */
    private void cancelInterrupted(Request request) throws IOException, InterruptedException {
        Limit grace = Limit.of(CANCEL_GRACE);
        isBroken = !client.tell(Wire.CANCEL, number, calls, grace);
        boolean isAnswered = false;
        while (!isBroken && !isAnswered) {
            try {
                isAnswered = connection.poll(grace.left());
                isBroken = !isAnswered;
            } catch (InterruptedException again) {
                Thread.onSpinWait(); // the call is being cancelled already; the caller is told once
            }
        }
        if (isBroken) {
            throw new InterruptedException(
                    "a call of " + request.target() + " was cancelled, and its manager has not answered within "
                            + CANCEL_GRACE + ": whether it was done is not known");
        }
    }

    /** Returns false if the time is up, and so nothing was called: the manager's thread reads the end of the connection. */
    private boolean sendInTime(ByteBuffer written, Limit limit) throws IOException, InterruptedException {
        if (limit.isNone()) {
            connection.sendBytes(written);
            return true;
        }
        boolean isSent = false;
        try {
            isSent = connection.sendBytes(written, limit.left());
        } catch (IOException e) {
            // A socket that has sent a part when the time is up cannot be used any more; the manager may well be alive.
            if (!limit.isUp()) {
                throw e;
            }
        }
        isBroken |= !isSent;
        return isSent;
    }

    /** Returns when there is a reply, also if that comes because the call was cancelled. */
    private void awaitInTime(Request request, Limit limit) throws IOException, InterruptedException {
        if (!isLate && !connection.poll(limit.left())) {
            isLate = true;
            isBroken = !client.tell(Wire.CANCEL, number, calls, Limit.of(CANCEL_GRACE));
        }
        if (isLate && (isBroken || !connection.poll(CANCEL_GRACE))) {
            // The manager's thread ends when the call does.
            isBroken = true;
            throw late(request);
        }
    }

    private static ManagerException late(Request request) {
        return new ManagerException("a call of " + request.target() + " has taken longer than its limit of "
                + Duration.ofNanos(request.timeoutNanos()) + " and was cancelled: whether it was done is not known");
    }

    // ---------------------------------------------------------------- results

    private Object result(Request request, Values values, ByteBuffer reply) throws Throwable {
        byte kind = reply.get();
        switch (kind) {
            case Wire.VALUE -> {
                return values.read(reply);
            }
            case Wire.PAGE -> {
                return page(values, reply);
            }
            case Wire.OUTCOMES -> {
                return outcomes(request, reply);
            }
            case Wire.UNSENDABLE ->
                throw new ManagerException(
                        "the result of a call of " + request.target() + " cannot be sent: " + Out.text(reply));
            default -> throw failure(request, client.decode(EncodedThrowable.from(reply)));
        }
    }

    /** An interrupt that has cancelled some stays, so that the batch can say so. */
    private List<Batch.Outcome> outcomes(Request request, ByteBuffer reply) {
        Request each = new Request(request.target(), request.method(), false, request.timeoutNanos());
        List<Batch.Outcome> outcomes = new ArrayList<>();
        while (reply.hasRemaining()) {
            int length = reply.getInt();
            outcomes.add(outcome(each, reply.slice(reply.position(), length)));
            reply.position(reply.position() + length);
        }
        return outcomes;
    }

    private Batch.Outcome outcome(Request request, ByteBuffer reply) {
        try {
            return new Batch.Outcome(result(request, client.values(false), reply), null);
        } catch (Throwable e) {
            return new Batch.Outcome(null, e);
        }
    }

    private Page page(Values values, ByteBuffer reply) {
        int count = reply.getInt();
        List<Object> elements = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            elements.add(values.read(reply));
        }
        long rest = reply.getLong();
        int next = reply.getInt();
        return new Page(elements, rest == 0 ? null : client.snapshot(rest), next);
    }

    /**
     * Some elements of a snapshot.
     *
     * @param elements what they are
     * @param rest has the others; null if there are none
     * @param next the index of the first of these
     */
    record Page(List<Object> elements, RemoteObject rest, int next) {}

    /** An exception with the stack of the caller; that of the manager's thread is suppressed in it. */
    private Throwable failure(Request request, Throwable failure) {
        if (isLate && failure instanceof InterruptedException) {
            return late(request);
        }
        if (failure instanceof InterruptedException && request.mayBeInterrupted()) {
            // The interrupt has had its effect.
            Thread.interrupted();
        }
        StackTraceElement[] there = failure.getStackTrace();
        if (there.length > 0) {
            ManagerException trace = new ManagerException("thrown in " + client.address() + ", by " + request.target());
            trace.setStackTrace(there);
            failure.setStackTrace(new Throwable().getStackTrace());
            failure.addSuppressed(trace);
        }
        return failure;
    }
}
