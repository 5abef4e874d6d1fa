package dev.multiproc.internal.queue;

import dev.multiproc.codec.CodecException;
import dev.multiproc.internal.engine.LetterEngine;
import dev.multiproc.queue.DeadLetter;
import dev.multiproc.queue.DeadLetterCause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads the records of a queue of dead letters, as letters.
 *
 * @param <E> the type of the items
 */
final class LetterReader<E> implements LetterEngine<E, Claim> {
    private final LogEngine<E> log;
    private final Payload payload;
    private final ItemReader<E> items;
    private final LetterClaims claims;
    /** Its session and name. */
    private final String queue;

    LetterReader(LogEngine<E> log, Payload payload, ItemReader<E> items, LetterClaims claims) {
        this.log = log;
        this.payload = payload;
        this.items = items;
        this.claims = claims;
        this.queue = log.context.address() + log.name();
    }

    /**
     * A letter.
     *
     * @param queue the queue of dead letters that it is from
     * @param sequence its number there
     */
    record Opened<E>(
            Optional<E> value, byte[] content, String typeName, DeadLetterHeader header, String queue, long sequence)
            implements DeadLetter<E> {
        @Override
        public byte[] bytes() {
            return content.clone();
        }

        @Override
        public DeadLetterCause cause() {
            return header.reason().cause();
        }

        @Override
        public String reason() {
            return header.reason().text();
        }

        @Override
        public Optional<Instant> time() {
            return header.millis() == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(header.millis()));
        }

        @Override
        public Optional<Instant> putTime() {
            return header.putMillis() == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(header.putMillis()));
        }

        @Override
        public int deliveryCount() {
            return header.deliveries();
        }

        @Override
        public long itemId() {
            return header.item();
        }

        @Override
        public String toString() {
            return "DeadLetter[item=" + itemId() + ", cause=" + cause() + ", reason=" + reason() + ", deliveries="
                    + deliveryCount() + ", type=" + typeName + ", time="
                    + time().map(Instant::toString).orElse("unknown") + "]";
        }
    }

    @Override
    public DeadLetter<E> letter(Claim claim) {
        DeadLetterHeader header = Payload.header(claim.region(), claim.offset(), claim.sequence());
        EncodedItem encoded = payload.read(claim.region(), claim.offset(), claim.sequence());
        return open(header, encoded, claim.sequence());
    }

    private Opened<E> open(DeadLetterHeader header, EncodedItem encoded, long sequence) {
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
        return new Opened<>(value, bytes, typeName, header, queue, sequence);
    }

    @Override
    public List<DeadLetter<E>> letters() {
        List<DeadLetter<E>> letters = new ArrayList<>();
        log.scanner.all((cursor, word) -> {
            if (Claimer.waits(cursor, word)) {
                // The header is valid if the copy below is: the copy is validated after it was made.
                DeadLetterHeader header = Payload.header(cursor.region(), cursor.offset(), cursor.sequence());
                EncodedItem encoded = cursor.copy(payload, word);
                if (encoded != null) {
                    letters.add(open(header, encoded, cursor.sequence()));
                }
            }
            return true;
        });
        return List.copyOf(letters);
    }

    /**
     * The number of a letter in this queue of dead letters.
     *
     * @throws IllegalArgumentException if it is not from this queue
     */
    long sequence(DeadLetter<?> letter) {
        if (letter instanceof Opened<?> opened && opened.queue().equals(queue)) {
            return opened.sequence();
        }
        throw new IllegalArgumentException("it is not a letter of this queue, letter=" + letter);
    }

    @Override
    public int redrive(Predicate<? super DeadLetter<E>> which, long deadlineNanos) throws InterruptedException {
        return new Redrive<>(log, log.origin(), claims).run(which, this, deadlineNanos);
    }

    @Override
    public boolean redrive(DeadLetter<E> letter, long deadlineNanos) throws InterruptedException {
        return new Redrive<>(log, log.origin(), claims).run(sequence(letter), deadlineNanos);
    }
}
