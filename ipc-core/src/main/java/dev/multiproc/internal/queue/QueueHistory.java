package dev.multiproc.internal.queue;

import dev.multiproc.codec.CodecException;
import dev.multiproc.codec.DefaultCodec;
import dev.multiproc.inspect.HistoryEntry;
import dev.multiproc.inspect.HistoryEntry.Death;
import dev.multiproc.inspect.HistoryEntry.State;
import dev.multiproc.inspect.InspectedProcess;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.log.LogReading;
import dev.multiproc.internal.log.PageDescriptor;
import dev.multiproc.internal.log.PageLog;
import dev.multiproc.queue.DeadLetterCause;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Reads what the log of a queue still has of all items that were put, without joining the session. An item that became a dead letter
 * is done in the queue's own log; the log of its dead letters tells that it is one, and why.
 */
final class QueueHistory {
    private final IntFunction<Optional<InspectedProcess>> processes;
    private final long nowMillis = System.currentTimeMillis();

    private final Map<Long, Entry> dead = new TreeMap<>();

    /**
     * A history that was not read yet.
     *
     * @param processes the process in a slot
     */
    QueueHistory(IntFunction<Optional<InspectedProcess>> processes) {
        this.processes = processes;
    }

    /**
     * Reads the items in the order in which they were put.
     *
     * @param log the directory of the queue's log
     * @param deadLog that of its dead letters; empty if there are none
     */
    void read(Path log, Optional<Path> deadLog, Consumer<? super HistoryEntry> visitor) throws IOException {
        if (deadLog.isPresent()) {
            Payload payload = payload(deadLog.orElseThrow());
            LogReading.read(deadLog.orElseThrow(), (region, page, first) -> readDead(payload, region, page, first));
        }
        Payload payload = payload(log);
        LogReading.read(log, (region, page, first) -> {
            passDead(first, visitor);
            read(region, page, first, (offset, sequence, word) -> {
                Entry known = dead.remove(sequence);
                visitor.accept(known != null ? known : entry(payload, region, offset, sequence, word));
            });
        });
        passDead(Long.MAX_VALUE, visitor);
    }

    private static Payload payload(Path log) {
        return new Payload(new DefaultCodec(), false, false, new SpillFiles(log, 0));
    }

    /** Passes on those of which the queue's own log has nothing any more. */
    private void passDead(long before, Consumer<? super HistoryEntry> visitor) {
        Iterator<Entry> entries = dead.values().iterator();
        while (entries.hasNext()) {
            Entry entry = entries.next();
            if (entry.itemId() >= before) {
                return;
            }
            visitor.accept(entry);
            entries.remove();
        }
    }

    private void readDead(Payload payload, MappedRegion region, int page, long first) {
        read(region, page, first, (offset, sequence, word) -> {
            DeadLetterHeader header = Payload.header(region, offset, sequence);
            if (header.deliveries() > 0) {
                Entry letter = entry(payload, region, offset, sequence, word);
                dead.put(
                        header.item(),
                        new Entry(
                                header.item(),
                                State.DEAD_LETTER,
                                time(header.putMillis()),
                                header.deliveries(),
                                Optional.empty(),
                                Optional.of(new Letter(
                                        header.reason().cause(), header.reason().text(), time(header.millis()))),
                                letter.value(),
                                letter.length()));
            }
        });
    }

    private interface Step {
        void at(int offset, long sequence, long word);
    }

    /** Goes over the records of a page, up to the first that is not there yet, or of another use of the file. */
    private static void read(MappedRegion region, int page, long first, Step step) {
        int end = page + PageLog.length(region, page);
        int offset = page + PageDescriptor.RECORDS_OFFSET;
        for (long sequence = first; end - offset >= RecordDescriptor.HEAD_LENGTH; sequence++) {
            long word = region.getLongVolatile(offset);
            int state = RecordDescriptor.state(word);
            if (state == RecordDescriptor.UNPUBLISHED
                    || state == RecordDescriptor.END
                    || RecordDescriptor.sequence(word, sequence) != sequence
                    || !RecordDescriptor.isWhole(region, offset, end)) {
                return;
            }
            step.at(offset, sequence, word);
            offset += RecordDescriptor.recordLength(region.getInt(offset + RecordDescriptor.LENGTH_OFFSET));
        }
    }

    private Entry entry(Payload payload, MappedRegion region, int offset, long sequence, long word) {
        State state = state(word);
        boolean isGone = Payload.isSpilled(region, offset) && state == State.DONE;
        EncodedItem encoded = isGone ? null : payload.read(region, offset, sequence);
        return new Entry(
                sequence,
                state,
                time(Payload.putMillis(region, offset, nowMillis)),
                RecordDescriptor.deliveries(word),
                state == State.TAKEN ? processes.apply(RecordDescriptor.slot(word)) : Optional.empty(),
                Optional.empty(),
                isGone ? Optional.empty() : value(payload, encoded),
                isGone ? Payload.spilledLength(region, offset) : encoded.length());
    }

    private static Optional<Object> value(Payload payload, EncodedItem encoded) {
        try {
            return Optional.of(payload.unpack(encoded));
        } catch (CodecException notHere) {
            return Optional.empty();
        }
    }

    private static State state(long word) {
        return switch (RecordDescriptor.state(word)) {
            case RecordDescriptor.READY -> State.WAITING;
            case RecordDescriptor.RETURNED -> State.GIVEN_BACK;
            case RecordDescriptor.CLAIMED -> State.TAKEN;
            case RecordDescriptor.MOVING -> State.MOVING;
            case RecordDescriptor.LOST -> State.LOST;
            default -> State.DONE;
        };
    }

    private static Optional<Instant> time(long millis) {
        return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    private record Letter(DeadLetterCause cause, String reason, Optional<Instant> time) implements Death {}

    private record Entry(
            long itemId,
            State state,
            Optional<Instant> putTime,
            int deliveryCount,
            Optional<InspectedProcess> consumer,
            Optional<Death> death,
            Optional<Object> value,
            long length)
            implements HistoryEntry {}
}
