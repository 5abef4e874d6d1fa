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
        Values values = client.values(request.target().object() == Wire.WORKSHOP);
        isLate = false;
        out.clear();
        out.putLong(request.target().object());
        out.putByte(request.method() >> 8);
        out.putByte(request.method());
        out.putLong(Thread.currentThread().getId());
        out.putByte(arguments.length);
        for (Object argument : arguments) {
            values.write(out, argument);
        }
        return result(request, values, exchange(request));
    }

    // ---------------------------------------------------------------- there and back

    private ByteBuffer exchange(Request request) throws InterruptedException {
        boolean isInterrupted = !request.mayBeInterrupted() && Thread.interrupted();
        boolean isSent = false;
        try {
            while (!isSent) {
                try {
                    connection.sendBytes(out.toBuffer());
                    isSent = true;
                } catch (InterruptedException e) {
                    if (request.mayBeInterrupted()) {
                        throw e;
                    }
                    isInterrupted = true;
                }
            }
            calls++;
            long begin = System.nanoTime();
            while (true) {
                try {
                    if (request.timeoutNanos() < Long.MAX_VALUE) {
                        awaitInTime(request, begin);
                    }
                    return ByteBuffer.wrap(connection.receiveBytes());
                } catch (InterruptedException e) {
                    if (request.mayBeInterrupted() && !isInterrupted) {
                        client.tell(Wire.CANCEL, number, calls);
                    }
                    isInterrupted = true;
                }
            }
        } catch (IOException | IllegalStateException e) {
            isBroken = true;
            throw client.ended(e);
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns when there is a reply, also if that comes because the call was cancelled. */
    private void awaitInTime(Request request, long begin) throws IOException, InterruptedException {
        long left = request.timeoutNanos() - (System.nanoTime() - begin);
        if (!isLate && !connection.poll(Duration.ofNanos(left))) {
            isLate = true;
            client.tell(Wire.CANCEL, number, calls);
        }
        if (isLate && !connection.poll(CANCEL_GRACE)) {
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
            case Wire.UNSENDABLE ->
                throw new ManagerException(
                        "the result of a call of " + request.target() + " cannot be sent: " + Out.text(reply));
            default -> throw failure(request, EncodedThrowable.from(reply).decode());
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
