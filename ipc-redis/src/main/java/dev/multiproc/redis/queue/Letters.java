package dev.multiproc.redis.queue;

import dev.multiproc.codec.CodecException;
import dev.multiproc.internal.engine.LetterEngine;
import dev.multiproc.queue.DeadLetter;
import dev.multiproc.queue.DeadLetterCause;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Reads dead letters: arrays of the item, cause, reason, time in microseconds, deliveries, and number. */
final class Letters<E> implements LetterEngine<E, RedisClaim> {
    private final Items<E> items;
    private final Supplier<byte[]> snapshot;
    private final String queue;

    Letters(Items<E> items, Supplier<byte[]> snapshot, String queue) {
        this.items = items;
        this.snapshot = snapshot;
        this.queue = queue;
    }

    /** One dead letter. */
    private record Letter<E>(
            Optional<E> value,
            byte[] content,
            String typeName,
            DeadLetterCause cause,
            String reason,
            Optional<Instant> time,
            int deliveryCount,
            long itemId)
            implements DeadLetter<E> {
        @Override
        public byte[] bytes() {
            return content.clone();
        }

        /** Not kept at a server. */
        @Override
        public Optional<Instant> putTime() {
            return Optional.empty();
        }
    }

    private DeadLetter<E> letter(byte[] body) {
        List<byte[]> parts = Packed.strings(body, 0);
        Optional<E> value;
        String typeName;
        try {
            E item = items.value(parts.get(0));
            value = Optional.of(item);
            typeName = item.getClass().getName();
        } catch (CodecException e) {
            value = Optional.empty();
            typeName = e.typeName();
        }
        long micros = Long.parseLong(Packed.text(parts.get(3)));
        return new Letter<>(
                value,
                parts.get(0),
                typeName,
                cause(Packed.text(parts.get(1))),
                Packed.text(parts.get(2)),
                Optional.of(Instant.EPOCH.plus(micros, ChronoUnit.MICROS)),
                Integer.parseInt(Packed.text(parts.get(4))),
                Long.parseLong(Packed.text(parts.get(5))));
    }

    private static DeadLetterCause cause(String name) {
        for (DeadLetterCause each : DeadLetterCause.values()) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        return DeadLetterCause.UNKNOWN;
    }

    @Override
    public DeadLetter<E> letter(RedisClaim claim) {
        return letter(claim.body());
    }

    @Override
    public List<DeadLetter<E>> letters() {
        List<DeadLetter<E>> all = new ArrayList<>();
        for (byte[] each : Packed.strings(snapshot.get(), 0)) {
            all.add(letter(each));
        }
        return Collections.unmodifiableList(all);
    }

    private UnsupportedOperationException cannotRedrive() {
        return new UnsupportedOperationException("dead letters at a server cannot be put back in one step yet: take"
                + " each, and put it into its queue, queue=" + queue);
    }

    @Override
    public int redrive(Predicate<? super DeadLetter<E>> which, long deadlineNanos) {
        throw cannotRedrive();
    }

    @Override
    public boolean redrive(DeadLetter<E> letter, long deadlineNanos) {
        throw cannotRedrive();
    }
}
