package dev.multiproc.internal.queue;

import dev.multiproc.codec.CodecException;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.queue.DeadLetter;
import dev.multiproc.queue.DeadLetterQueue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The dead letters of a queue. It has no delivery limit.
 *
 * @param <E> the type of the items
 */
public final class DeadLetterLogQueue<E> extends LogQueue<E> implements DeadLetterQueue<E> {
    private static final long serialVersionUID = 1L;

    DeadLetterLogQueue(QueueFamily family, String name, int base) {
        super(family, name, base, QueueKind.PLAIN);
    }

    private record Opened<E>(
            Optional<E> value, byte[] content, String typeName, String reason, int deliveryCount, long itemId)
            implements DeadLetter<E> {
        @Override
        public byte[] bytes() {
            return content.clone();
        }
    }

    @Override
    public DeadLetter<E> takeLetter() throws InterruptedException {
        return open(awaitClaim(Deadline.NEVER));
    }

    @Override
    public DeadLetter<E> pollLetter(long timeout, TimeUnit unit) throws InterruptedException {
        Claim claim = awaitClaim(Deadline.in(timeout, unit));
        return claim == null ? null : open(claim);
    }

    @Override
    public DeadLetter<E> pollLetter() {
        Claim claim = tryClaim();
        return claim == null ? null : open(claim);
    }

    private DeadLetter<E> open(Claim claim) {
        boolean isOpened = false;
        DeadLetter<E> opened;
        try {
            DeadLetterHeader header = Payload.header(claim.region(), claim.offset(), claim.sequence());
            opened = open(header, payload.read(claim.region(), claim.offset(), claim.sequence()));
            isOpened = true;
        } finally {
            if (!isOpened) {
                giveBack(claim, DeadLetterHeader.GIVEN_BACK);
            }
        }
        taken(claim);
        return opened;
    }

    private DeadLetter<E> open(DeadLetterHeader header, EncodedItem encoded) {
        // Copy the bytes first: the codec may itself take items, which reuses the buffer.
        byte[] bytes = Arrays.copyOf(encoded.bytes(), encoded.length());
        Optional<E> value;
        String typeName;
        try {
            E item = items.unpack(encoded);
            value = Optional.of(item);
            typeName = item.getClass().getName();
        } catch (CodecException e) {
            value = Optional.empty();
            typeName = e.typeName();
        }
        return new Opened<>(value, bytes, typeName, header.reason(), header.deliveries(), header.item());
    }

    @Override
    public List<DeadLetter<E>> letters() {
        checkOpen();
        List<DeadLetter<E>> letters = new ArrayList<>();
        scanner.all((cursor, word) -> {
            if (Claimer.waits(word)) {
                // The header is valid if the copy below is: the copy is validated after it was made.
                DeadLetterHeader header = Payload.header(cursor.region(), cursor.offset(), cursor.sequence());
                EncodedItem encoded = cursor.copy(payload, word);
                if (encoded != null) {
                    letters.add(open(header, encoded));
                }
            }
            return true;
        });
        return List.copyOf(letters);
    }

    @Override
    public DeadLetterQueue<E> deadLetters() {
        throw new UnsupportedOperationException("dead letters have no dead letters of their own, queue=" + name());
    }

    /** Called by whoever moves an item here. */
    void receive(EncodedItem item, DeadLetterHeader header) {
        DeadLetterMover.receive(this, item, header);
    }

    @Override
    int maxDeliveries() {
        return Integer.MAX_VALUE;
    }

    @Override
    public String toString() {
        return "DeadLetterQueue[name=" + name() + ", size=" + counters.waiting() + "]";
    }
}
