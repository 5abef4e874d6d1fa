package dev.multiproc.internal.pipe;

import static dev.multiproc.internal.pipe.PipeDescriptor.HEAD_BYTES;

import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.RobustLock;
import dev.multiproc.internal.park.Waits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Sends one message. */
final class Sending implements BooleanSupplier {
    /** How long a transfer that has begun may stand still after the caller's time is up. */
    static final long PATIENCE_NANOS = 1_000_000_000L;

    private static final long LOCK_NANOS = 20_000_000L;
    /** So much is copied at a time: the other side copies the piece before meanwhile. */
    private static final int PIECE_BYTES = 32 * 1024;

    private final MappedEnd end;
    private final Direction direction;
    private final ByteBuffer message;
    private final int from;
    private final int length;
    private final int form;
    private final int recordLength;
    private final boolean isLong;
    /** What the sender of a long message has offered; 0 before. */
    private long offered;
    /** How many bytes of a long message are in the ring, or were. */
    private int sent;

    private enum Outcome {
        SENT,
        LATE,
        AGAIN
    }

    Sending(MappedEnd end, ByteBuffer message, int form) {
        this.end = end;
        this.direction = end.sends();
        this.message = message;
        this.from = message.position();
        this.length = message.remaining();
        this.form = form;
        isLong = PipeDescriptor.recordLength(length) > direction.ringLength();
        recordLength = isLong ? HEAD_BYTES : PipeDescriptor.recordLength(length);
    }

    /** Sends the message; false if the time is up before, and nothing was sent. */
    boolean send(long deadlineNanos) throws IOException, InterruptedException {
        Waits.checkInterrupt();
        while (true) {
            end.checkOpen();
            if (direction.isReceiverGone()) {
                throw end.broken();
            }
            if (!direction.hasRoom(recordLength)) {
                if (!direction.notFull.await(this, deadlineNanos)) {
                    return false;
                }
                continue;
            }
            Outcome outcome = sendLocked(deadlineNanos);
            if (outcome != Outcome.AGAIN) {
                return outcome == Outcome.SENT;
            }
        }
    }

    private Outcome sendLocked(long deadlineNanos) throws IOException, InterruptedException {
        Ring ring = direction.ring();
        if (!lock(direction.sendLock, deadlineNanos)) {
            return Deadline.left(deadlineNanos) > 0 ? Outcome.AGAIN : Outcome.LATE;
        }
        Outcome outcome = Outcome.AGAIN;
        try {
            if (direction.hasRoom(recordLength)) {
                outcome = isLong ? sendLong(ring, deadlineNanos) : sendWhole(ring);
            }
        } finally {
            direction.sendLock.unlock();
        }
        if (outcome == Outcome.SENT && !isLong) {
            direction.notEmpty.signal();
        }
        return outcome;
    }

    /** Takes a lock; false if the time is up, or soon if another thread has it, so that the caller sees what else has changed. */
    static boolean lock(RobustLock lock, long deadlineNanos) throws InterruptedException {
        return lock.lock(Deadline.NOW)
                || lock.lock(Deadline.earlier(deadlineNanos, Deadline.in(LOCK_NANOS, TimeUnit.NANOSECONDS)));
    }

    private Outcome sendWhole(Ring ring) {
        long position = direction.written();
        ring.putHead(position, length, form);
        ring.put(position + HEAD_BYTES, message, from, length);
        PipeKillPoint.PIPE_SEND_COPIED.here();
        direction.setWritten(position + recordLength);
        PipeKillPoint.PIPE_SEND_PUBLISHED.here();
        return Outcome.SENT;
    }

    // ---------------------------------------------------------------- long messages

    private Outcome sendLong(Ring ring, long deadlineNanos) throws IOException, InterruptedException {
        boolean isDone = false;
        try {
            offer(ring);
            isDone = stream(ring, deadlineNanos);
        } catch (InterruptedException e) {
            if (!direction.endTransfer()) {
                throw e;
            }
            // The receiver was quicker.
            isDone = true;
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            if (!direction.endTransfer()) {
                throw e;
            }
            // The receiver got all before it closed its end.
            isDone = true;
        } finally {
            isDone = direction.endTransfer() || isDone;
        }
        return isDone ? Outcome.SENT : Outcome.LATE;
    }

    private void offer(Ring ring) {
        long position = direction.written();
        direction.setOffer(position);
        offerFromBegin(ring);
        PipeKillPoint.PIPE_OFFERED.here();
        direction.setWritten(position + HEAD_BYTES);
        PipeKillPoint.PIPE_OFFER_PUBLISHED.here();
        direction.notEmpty.signal();
    }

    private void offerFromBegin(Ring ring) {
        ring.putHead(direction.offer(), length, form | PipeDescriptor.LONG);
        sent = 0;
        direction.setStreamed(0);
        offered = Transfer.next(direction.transfer());
        direction.setTransfer(offered);
    }

    /** Streams until the receiver has all; false if the time is up. */
    private boolean stream(Ring ring, long deadlineNanos) throws IOException, InterruptedException {
        while (true) {
            int state = Transfer.state(direction.transfer());
            if (state == Transfer.DONE) {
                return true;
            }
            end.checkOpen();
            if (state == Transfer.RESTART) {
                offerAgain(ring);
            } else if (state == Transfer.ACCEPTED && room() > 0 && sent < length) {
                sendPiece(ring);
            } else if (direction.isReceiverGone()) {
                throw end.broken();
            } else if (!direction.notFull.await(
                    this, state == Transfer.OFFERED ? deadlineNanos : patient(deadlineNanos))) {
                return false;
            }
        }
    }

    /**
     * When a wait in the middle of a long message ends. The caller's time limit is for its begin: what moves on is completed, however
     * long it takes.
     */
    static long patient(long deadlineNanos) {
        long patience = Deadline.in(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
        return Deadline.left(deadlineNanos) > PATIENCE_NANOS ? deadlineNanos : patience;
    }

    /** A receiver has given up, or is dead; the next one gets all. */
    private void offerAgain(Ring ring) {
        offerFromBegin(ring);
        direction.notEmpty.signalAll();
    }

    private int room() {
        return direction.ringLength() - (int) (sent - direction.consumed());
    }

    private void sendPiece(Ring ring) {
        int count = Math.min(Math.min(PIECE_BYTES, room()), length - sent);
        ring.put(sent, message, from + sent, count);
        sent += count;
        direction.setStreamed(sent);
        PipeKillPoint.PIPE_PIECE_SENT.here();
        direction.notEmpty.signalAll();
    }

    /** Whether the thread need not wait any longer. */
    @Override
    public boolean getAsBoolean() {
        if (offered == 0) {
            return direction.hasRoom(recordLength) || end.isClosed() || direction.isReceiverGone();
        }
        long now = direction.transfer();
        int state = Transfer.state(now);
        return state == Transfer.ACCEPTED ? isNextPieceDue() || end.isClosed() : isOver(now);
    }

    private boolean isNextPieceDue() {
        return sent < length && room() > 0 || direction.isReceiverGone();
    }

    private boolean isOver(long now) {
        return now != offered || end.isClosed() || direction.isReceiverGone();
    }
}
