package dev.multiproc.internal.pipe;

import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.Waits;
import dev.multiproc.pipe.MessageTooLongException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;

/** Receives one message. */
final class Receiving implements BooleanSupplier {
    private static final int UNLIMITED = Integer.MAX_VALUE;

    private final MappedEnd end;
    private final Direction direction;
    private final int maxBytes;
    private final boolean isNewArray;
    /** Where the message goes; null until its length is known, if the caller gave no place. */
    private ByteBuffer target;

    private int at;
    private int length;
    private int form;
    /** The offer of a long message that was accepted; 0 otherwise. */
    private long accepted;
    /** How much of a long message was received. */
    private int received;

    private enum Outcome {
        RECEIVED,
        LATE,
        AGAIN
    }

    private Receiving(MappedEnd end, int maxBytes, ByteBuffer target) {
        this.end = end;
        this.direction = end.receives();
        this.maxBytes = maxBytes;
        this.target = target;
        isNewArray = target == null;
        this.at = target == null ? 0 : target.position();
    }

    /** Receives into a new array. */
    static Receiving into(MappedEnd end) {
        return new Receiving(end, UNLIMITED, null);
    }

    /** Receives into a new array of limited length. */
    static Receiving upTo(MappedEnd end, int maxBytes) {
        return new Receiving(end, maxBytes, null);
    }

    /** Receives into a buffer, whose position is not changed. */
    static Receiving into(MappedEnd end, ByteBuffer target) {
        return new Receiving(end, target.remaining(), target);
    }

    /** The bytes, after they were received into a new array. */
    byte[] bytes() {
        return target.array();
    }

    int length() {
        return length;
    }

    /** Whether the message is bytes as they are. */
    boolean isBytes() {
        return (form & PipeDescriptor.BYTES) != 0;
    }

    /** Receives a message; false if the time is up before. */
    boolean receive(long deadlineNanos) throws IOException, InterruptedException {
        Waits.checkInterrupt();
        while (true) {
            end.checkOpen();
            // First, since what a sender sends before it goes is received.
            boolean isSenderGone = direction.isSenderGone();
            if (direction.hasMessage()) {
                Outcome outcome = receiveLocked(deadlineNanos);
                if (outcome != Outcome.AGAIN) {
                    return outcome == Outcome.RECEIVED;
                }
            } else if (isSenderGone) {
                throw new EOFException("nobody has the other end of the pipe any more, name=" + end.name());
            } else if (!direction.notEmpty.await(this, deadlineNanos)) {
                return false;
            }
        }
    }

    /** Waits until {@link #receive} would not wait; false if the time is up before. */
    boolean await(long deadlineNanos) throws IOException, InterruptedException {
        Waits.checkInterrupt();
        end.checkOpen();
        boolean isReady = getAsBoolean() || direction.notEmpty.await(this, deadlineNanos);
        // This thread takes nothing, and may have got the wake-up that another one needs.
        direction.notEmpty.signal();
        end.checkOpen();
        return isReady;
    }

    private Outcome receiveLocked(long deadlineNanos) throws IOException, InterruptedException {
        Ring ring = direction.ring();
        Outcome outcome = Outcome.AGAIN;
        if (!Sending.lock(direction.receiveLock, deadlineNanos)) {
            direction.notEmpty.signal();
            return Deadline.left(deadlineNanos) > 0 ? Outcome.AGAIN : Outcome.LATE;
        }
        try {
            if (direction.hasMessage()) {
                outcome = receiveNext(ring, deadlineNanos);
            }
        } finally {
            direction.receiveLock.unlock();
            if (outcome == Outcome.RECEIVED) {
                direction.notFull.signalAll();
            } else {
                // Another thread may be able to receive what this one did not.
                direction.notEmpty.signal();
            }
        }
        return outcome;
    }

    private Outcome receiveNext(Ring ring, long deadlineNanos) throws IOException, InterruptedException {
        long position = direction.read();
        long transfer = direction.transfer();
        if (direction.written() == position) {
            return Outcome.AGAIN;
        }
        int bytes = ring.getInt(position, 0);
        int nextForm = ring.getInt(position, PipeDescriptor.FORM_OFFSET);
        if (direction.transfer() != transfer) {
            // The head may be one that was taken back meanwhile.
            return Outcome.AGAIN;
        }
        prepare(bytes, nextForm);
        if ((nextForm & PipeDescriptor.LONG) != 0) {
            return receiveLong(ring, position, transfer, deadlineNanos);
        }
        ring.get(position + PipeDescriptor.HEAD_BYTES, target, at, bytes);
        PipeKillPoint.PIPE_RECEIVE_COPIED.here();
        direction.setRead(position + PipeDescriptor.recordLength(bytes));
        PipeKillPoint.PIPE_RECEIVE_TAKEN.here();
        return Outcome.RECEIVED;
    }

    private void prepare(int bytes, int newForm) throws MessageTooLongException {
        if (bytes > maxBytes) {
            throw new MessageTooLongException(bytes, maxBytes);
        }
        length = bytes;
        form = newForm;
        if (isNewArray && (target == null || target.capacity() != bytes)) {
            target = ByteBuffer.wrap(new byte[bytes]);
        }
    }

    // ---------------------------------------------------------------- long messages

    private Outcome receiveLong(Ring ring, long position, long offer, long deadlineNanos)
            throws IOException, InterruptedException {
        received = 0;
        direction.setConsumed(0);
        if (Transfer.state(offer) != Transfer.OFFERED || !direction.changeTransfer(offer, Transfer.ACCEPTED)) {
            return Outcome.AGAIN;
        }
        accepted = Transfer.with(offer, Transfer.ACCEPTED);
        PipeKillPoint.PIPE_ACCEPTED.here();
        Outcome outcome = Outcome.LATE;
        try {
            direction.notFull.signalAll();
            outcome = stream(ring, deadlineNanos);
        } finally {
            accepted = 0;
            if (outcome != Outcome.RECEIVED) {
                direction.restartTransfer();
            }
        }
        if (outcome == Outcome.RECEIVED) {
            direction.raiseRead(position + PipeDescriptor.HEAD_BYTES);
        }
        return outcome;
    }

    private Outcome stream(Ring ring, long deadlineNanos) throws IOException, InterruptedException {
        while (received < length) {
            end.checkOpen();
            int count = (int) (direction.streamed() - received);
            if (direction.transfer() != accepted) {
                return Outcome.AGAIN;
            }
            if (count > 0) {
                ring.get(received, target, at + received, count);
                received += count;
                direction.setConsumed(received);
                PipeKillPoint.PIPE_PIECE_RECEIVED.here();
                direction.notFull.signalAll();
            } else if (!direction.notEmpty.await(this, Sending.patient(deadlineNanos))) {
                return Outcome.LATE;
            }
        }
        boolean isDone = direction.changeTransfer(accepted, Transfer.DONE);
        PipeKillPoint.PIPE_DONE.here();
        return isDone ? Outcome.RECEIVED : Outcome.AGAIN;
    }

    /** Whether the thread need not wait any longer. */
    @Override
    public boolean getAsBoolean() {
        if (accepted != 0) {
            return direction.streamed() > received || direction.transfer() != accepted || end.isClosed();
        }
        return direction.hasMessage() || end.isClosed() || direction.isSenderGone();
    }
}
