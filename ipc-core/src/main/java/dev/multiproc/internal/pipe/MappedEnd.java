package dev.multiproc.internal.pipe;

import dev.multiproc.codec.Codec;
import dev.multiproc.codec.DefaultCodec;
import dev.multiproc.internal.object.Handover;
import dev.multiproc.internal.object.HasHandle;
import dev.multiproc.internal.object.SharedHandle;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.Readiness;
import dev.multiproc.pipe.BrokenPipeException;
import dev.multiproc.pipe.Connection;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** An end of a pipe in a process that has it, or had it. */
final class MappedEnd implements Connection, HasHandle, Handover, Readiness.Source, Serializable {
    private static final long serialVersionUID = 1L;

    private static final int HELD = 0;
    /** A child has it, and this process has not used it since; so this process does not count among those that have it. */
    private static final int HANDED_OVER = 1;

    private static final int CLOSED = 2;

    private final transient MappedPipe pipe;
    private final transient int number;
    /** Changed under this. */
    private transient volatile int state;
    /** How many calls are using the end now. */
    private final transient AtomicInteger users = new AtomicInteger();
    /** Whether a child ever got it: such a child can be started again, also after this process has closed the end. */
    private transient volatile boolean wasHandedOver;

    MappedEnd(MappedPipe pipe, int number) {
        this.pipe = pipe;
        this.number = number;
    }

    String name() {
        return pipe.name();
    }

    // ---------------------------------------------------------------- who has it

    boolean isClosed() {
        return state == CLOSED;
    }

    /** Throws if the end, the session or the pipe is closed. */
    void checkOpen() throws ClosedChannelException {
        if (state == CLOSED) {
            throw new ClosedChannelException();
        }
        pipe.checkOpen();
    }

    BrokenPipeException broken() {
        return new BrokenPipeException("nobody has the other end of the pipe any more, name=" + name());
    }

    /** Begins a call that uses the end. */
    private void enter() throws ClosedChannelException {
        users.incrementAndGet();
        boolean isReady = false;
        try {
            if (state != HELD) {
                resume();
            }
            pipe.checkOpen();
            isReady = true;
        } finally {
            if (!isReady) {
                leave();
            }
        }
    }

    private void leave() {
        users.decrementAndGet();
    }

    /** This process uses the end again, after it was handed over. */
    private synchronized void resume() throws ClosedChannelException {
        if (state == CLOSED) {
            throw new ClosedChannelException();
        }
        if (state == HANDED_OVER) {
            pipe.hold(number, pipe.slot());
            state = HELD;
        }
    }

    @Override
    public void begin(int childSlot) {
        pipe.hold(number, childSlot);
        PipeKillPoint.PIPE_HANDED_OVER.here();
    }

    @Override
    public synchronized void complete() {
        wasHandedOver = true;
        if (state == HELD) {
            // In this order: a call that begins now sees the state, or is seen here.
            state = HANDED_OVER;
            if (users.get() > 0) {
                state = HELD;
            } else {
                pipe.letGo(number, pipe.slot());
            }
        }
    }

    @Override
    public void cancel(int childSlot) {
        pipe.takeBack(number, childSlot);
    }

    @Override
    public boolean isOpen() {
        return state != CLOSED;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (state == CLOSED) {
                return;
            }
            state = CLOSED;
        }
        pipe.closed(number);
    }

    /** Called when a handle of this end is written. */
    void leaves() {
        boolean isForChild = SharedHandle.handOver(this);
        if (isForChild && (state != CLOSED || wasHandedOver)) {
            return;
        }
        try {
            // Until another process has got the handle, this one has the end.
            resume();
        } catch (ClosedChannelException e) {
            throw new IllegalArgumentException("this process has closed its end of the pipe, name=" + name(), e);
        }
    }

    private Object writeReplace() {
        Object handle = pipe.family().context().handle(PipeKind.ofEnd(number), name());
        leaves();
        return handle;
    }

    // ---------------------------------------------------------------- sending

    Direction sends() {
        return pipe.direction(number);
    }

    Direction receives() {
        return pipe.direction(PipeDescriptor.other(number));
    }

    private void checkSends() {
        if (pipe.isOneWay() && number == 0) {
            throw new NonWritableChannelException();
        }
    }

    private void checkReceives() {
        if (pipe.isOneWay() && number == 1) {
            throw new NonReadableChannelException();
        }
    }

    @Override
    public void send(Object message) throws IOException, InterruptedException {
        send(message, Deadline.NEVER);
    }

    @Override
    public boolean send(Object message, Duration timeout) throws IOException, InterruptedException {
        return send(message, Deadline.in(timeout));
    }

    private boolean send(Object message, long deadlineNanos) throws IOException, InterruptedException {
        Objects.requireNonNull(message, "message");
        checkSends();
        if (message instanceof byte[] bytes && codec() instanceof DefaultCodec) {
            return send(ByteBuffer.wrap(bytes), PipeDescriptor.BYTES, deadlineNanos);
        }
        return send(ByteBuffer.wrap(codec().encode(message)), 0, deadlineNanos);
    }

    @Override
    public void sendBytes(ByteBuffer message) throws IOException, InterruptedException {
        checkSends();
        send(message, PipeDescriptor.BYTES, Deadline.NEVER);
        message.position(message.limit());
    }

    @Override
    public boolean sendBytes(ByteBuffer message, Duration timeout) throws IOException, InterruptedException {
        checkSends();
        boolean isSent = send(message, PipeDescriptor.BYTES, Deadline.in(timeout));
        if (isSent) {
            message.position(message.limit());
        }
        return isSent;
    }

    private Codec codec() {
        return pipe.family().context().codec();
    }

    private boolean send(ByteBuffer message, int form, long deadlineNanos) throws IOException, InterruptedException {
        if (message.remaining() > Codec.MAX_BYTES) {
            throw new IllegalArgumentException("a message of " + message.remaining()
                    + " bytes is longer than the limit of " + Codec.MAX_BYTES + " bytes (256 MiB): send it in parts");
        }
        enter();
        try {
            return new Sending(this, message, form).send(deadlineNanos);
        } finally {
            leave();
        }
    }

    // ---------------------------------------------------------------- receiving

    @Override
    public Object receive() throws IOException, InterruptedException {
        return receive(Deadline.NEVER);
    }

    @Override
    public Object receive(Duration timeout) throws IOException, InterruptedException {
        return receive(Deadline.in(timeout));
    }

    private Object receive(long deadlineNanos) throws IOException, InterruptedException {
        checkReceives();
        Receiving receiving = Receiving.into(this);
        if (!run(receiving, deadlineNanos)) {
            return null;
        }
        return receiving.isBytes() ? receiving.bytes() : codec().decode(receiving.bytes());
    }

    private boolean run(Receiving receiving, long deadlineNanos) throws IOException, InterruptedException {
        enter();
        try {
            return receiving.receive(deadlineNanos);
        } finally {
            leave();
        }
    }

    @Override
    public byte[] receiveBytes() throws IOException, InterruptedException {
        return receiveBytes(Integer.MAX_VALUE);
    }

    @Override
    public byte[] receiveBytes(int maxBytes) throws IOException, InterruptedException {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("the limit is negative, maxBytes=" + maxBytes);
        }
        checkReceives();
        Receiving receiving = Receiving.upTo(this, maxBytes);
        run(receiving, Deadline.NEVER);
        return receiving.bytes();
    }

    @Override
    public int receiveBytes(ByteBuffer buffer) throws IOException, InterruptedException {
        if (buffer.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        checkReceives();
        Receiving receiving = Receiving.into(this, buffer);
        run(receiving, Deadline.NEVER);
        buffer.position(buffer.position() + receiving.length());
        return receiving.length();
    }

    @Override
    public boolean poll(Duration timeout) throws IOException, InterruptedException {
        checkReceives();
        enter();
        try {
            return Receiving.into(this).await(Deadline.in(timeout));
        } finally {
            leave();
        }
    }

    // ---------------------------------------------------------------- awaitAny

    @Override
    public Readiness readiness() {
        checkReceives();
        try {
            enter();
        } catch (ClosedChannelException e) {
            throw new IllegalStateException("this process has closed its end of the pipe, name=" + name(), e);
        }
        leave();
        return new EndReadiness(this, Receiving.into(this));
    }

    @Override
    public String toString() {
        return "Connection[pipe=" + name() + ", end=" + (number == 0 ? "first" : "second")
                + (isOpen() ? "]" : ", closed]");
    }
}
