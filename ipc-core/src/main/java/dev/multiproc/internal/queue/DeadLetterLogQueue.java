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
 * A queue of dead letters, which has no delivery limit.
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
            DeadLetterHeader letter = Payload.letter(claim.region(), claim.offset(), claim.sequence());
            opened = open(letter, payload.read(claim.region(), claim.offset(), claim.sequence()));
            isOpened = true;
        } finally {
            if (!isOpened) {
                giveBack(claim, DeadLetterHeader.GIVEN_BACK);
            }
        }
        taken(claim);
        return opened;
    }

    private DeadLetter<E> open(DeadLetterHeader letter, EncodedItem parcel) {
        // Copied first: the codec may take items itself, and the buffer may be used again for them.
        byte[] bytes = Arrays.copyOf(parcel.bytes(), parcel.length());
        Optional<E> value;
        String typeName;
        try {
            E item = items.unpack(parcel);
            value = Optional.of(item);
            typeName = item.getClass().getName();
        } catch (CodecException e) {
            value = Optional.empty();
            typeName = e.typeName();
        }
        return new Opened<>(value, bytes, typeName, letter.reason(), letter.deliveries(), letter.item());
    }

    @Override
    public List<DeadLetter<E>> letters() {
        checkOpen();
        List<DeadLetter<E>> letters = new ArrayList<>();
        walk.all((cursor, word) -> {
            if (Claimer.waits(word)) {
                // Valid if the copy below is, which is checked after it was made.
                DeadLetterHeader letter = Payload.letter(cursor.region(), cursor.offset(), cursor.sequence());
                EncodedItem parcel = cursor.copy(payload, word);
                if (parcel != null) {
                    letters.add(open(letter, parcel));
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

    /** Called by whoever buries an item. */
    void receive(EncodedItem item, DeadLetterHeader letter) {
        DeadLetterMover.receive(this, item, letter);
    }

    @Override
    int maxDeliveries() {
        return Integer.MAX_VALUE;
    }

    @Override
    public String toString() {
        return "DeadLetterQueue[name=" + name() + ", size=" + words.waiting() + "]";
    }
}
