package dev.multiproc.internal.pipe;

import static dev.multiproc.internal.pipe.PipeDescriptor.HEAD_BYTES;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.park.EventCount;
import dev.multiproc.internal.park.RobustLock;
import dev.multiproc.internal.park.Waits;

/** The words of one direction of a pipe, as this process sees them: its positions, its locks, and where threads sleep. */
final class Direction {
    final RobustLock sendLock;
    final RobustLock receiveLock;
    final EventCount notEmpty;
    final EventCount notFull;
    private final MappedRegion words;
    private final MappedPipe pipe;
    private final int number;
    private final int stream;
    private final int receiversWork;
    private final int ringLength;
    /** A value that {@code read} once had: saves a look at a word that the receiver writes all the time. */
    private long readSeen;

    Direction(MappedPipe pipe, MappedRegion words, int number, Waits waits) {
        this.pipe = pipe;
        this.words = words;
        this.number = number;
        this.ringLength = words.getInt(PipeDescriptor.RING_LENGTH_OFFSET);
        stream = PipeDescriptor.stream(number);
        receiversWork = PipeDescriptor.work(PipeDescriptor.other(number));
        sendLock = new RobustLock(words, PipeDescriptor.work(number) + PipeDescriptor.SEND_LOCK, waits);
        receiveLock = new RobustLock(words, receiversWork + PipeDescriptor.RECEIVE_LOCK, waits);
        notEmpty = new EventCount(words, stream + PipeDescriptor.NOT_EMPTY, waits);
        notFull = new EventCount(words, receiversWork + PipeDescriptor.NOT_FULL, waits);
    }

    /** The bytes. The file is mapped on first use. */
    Ring ring() {
        return pipe.ring(number);
    }

    int ringLength() {
        return ringLength;
    }

    long written() {
        return words.getLongVolatile(stream + PipeDescriptor.WRITTEN);
    }

    void setWritten(long position) {
        words.setLongVolatile(stream + PipeDescriptor.WRITTEN, position);
    }

    long transfer() {
        return words.getLongVolatile(stream + PipeDescriptor.TRANSFER);
    }

    void setTransfer(long word) {
        words.setLongVolatile(stream + PipeDescriptor.TRANSFER, word);
    }

    boolean changeTransfer(long seen, int state) {
        return words.compareAndSetLong(stream + PipeDescriptor.TRANSFER, seen, Transfer.with(seen, state));
    }

    long offer() {
        return words.getLong(stream + PipeDescriptor.OFFER);
    }

    void setOffer(long position) {
        words.setLong(stream + PipeDescriptor.OFFER, position);
    }

    long streamed() {
        return words.getLongVolatile(stream + PipeDescriptor.STREAMED);
    }

    void setStreamed(long bytes) {
        words.setLongVolatile(stream + PipeDescriptor.STREAMED, bytes);
    }

    long read() {
        return words.getLongVolatile(receiversWork + PipeDescriptor.READ);
    }

    void setRead(long position) {
        words.setLongVolatile(receiversWork + PipeDescriptor.READ, position);
    }

    /** Both sides do it after a long message. */
    void raiseRead(long position) {
        words.raiseLong(receiversWork + PipeDescriptor.READ, position);
    }

    long consumed() {
        return words.getLongVolatile(receiversWork + PipeDescriptor.CONSUMED);
    }

    void setConsumed(long bytes) {
        words.setLongVolatile(receiversWork + PipeDescriptor.CONSUMED, bytes);
    }

    /** Whether a record of this length can be written now, as far as can be seen without the lock. */
    boolean hasRoom(int recordLength) {
        if (Transfer.state(transfer()) != Transfer.NONE) {
            return false;
        }
        long end = written() + recordLength;
        if (end - readSeen <= ringLength) {
            return true;
        }
        readSeen = read();
        return end - readSeen <= ringLength;
    }

    /** Whether a message can be received now, as far as can be seen without the lock. */
    boolean hasMessage() {
        if (written() == read()) {
            return false;
        }
        int state = Transfer.state(transfer());
        return state == Transfer.NONE || state == Transfer.OFFERED;
    }

    boolean isSenderGone() {
        return pipe.holders(number).isEmpty();
    }

    boolean isReceiverGone() {
        return pipe.holders(PipeDescriptor.other(number)).isEmpty();
    }

    /** Wakes everybody: who has the ends, or what is under way, has changed. */
    void signalAll() {
        notEmpty.signalAll();
        notFull.signalAll();
    }

    /** Ends the transfer of a sender that gives up or is dead; returns whether the receiver had got all before. */
    boolean endTransfer() {
        long word = transfer();
        while (Transfer.state(word) == Transfer.OFFERED
                || Transfer.state(word) == Transfer.ACCEPTED
                || Transfer.state(word) == Transfer.RESTART) {
            changeTransfer(word, Transfer.WITHDRAWN);
            word = transfer();
        }
        boolean isDone = Transfer.state(word) == Transfer.DONE;
        if (isDone) {
            raiseRead(offer() + HEAD_BYTES);
        } else if (Transfer.state(word) == Transfer.WITHDRAWN) {
            PipeKillPoint.PIPE_WITHDRAWN.here();
            setWritten(offer());
        }
        if (Transfer.state(word) != Transfer.NONE) {
            setTransfer(Transfer.with(word, Transfer.NONE));
            signalAll();
        }
        return isDone;
    }

    /** Asks the sender to begin again, since the receiver gives up or is dead. */
    void restartTransfer() {
        long word = transfer();
        if (Transfer.state(word) == Transfer.ACCEPTED && changeTransfer(word, Transfer.RESTART)) {
            notFull.signalAll();
        }
    }

    private final Runnable sendersRepair = new Runnable() {
        @Override
        public void run() {
            endTransfer();
        }
    };

    private final Runnable receiversRepair = new Runnable() {
        @Override
        public void run() {
            restartTransfer();
        }
    };

    void recover(int deadSlot) {
        sendLock.recover(deadSlot, sendersRepair);
        receiveLock.recover(deadSlot, receiversRepair);
    }

    void sweep(int deadSlot) {
        notEmpty.forget(deadSlot);
        notFull.forget(deadSlot);
    }
}
