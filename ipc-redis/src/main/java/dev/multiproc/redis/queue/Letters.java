package dev.multiproc.redis.queue;

import dev.multiproc.ObjectDeletedException;
import dev.multiproc.codec.CodecException;
import dev.multiproc.internal.engine.LetterEngine;
import dev.multiproc.queue.DeadLetter;
import dev.multiproc.queue.DeadLetterCause;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Dead letters. Each is an item that is an array of: the item, cause, reason, time in microseconds, deliveries, number, and time of
 * the put in seconds; the last four are empty if a user put it there.
 */
final class Letters<E> implements LetterEngine<E, RedisClaim> {
    private static final int MOST_REASON_BYTES = 1_000;
    private static final int MOST_AT_A_TIME = 256;

    private final Items<E> items;
    private final Remote remote;
    private final RedisEngine<E> owner;

    Letters(Items<E> items, Remote remote, RedisEngine<E> owner) {
        this.items = items;
        this.remote = remote;
        this.owner = owner;
    }

    /** The letter of an item that a user puts among dead letters. */
    static byte[] byHand(byte[] body) {
        byte[] none = {};
        return Packed.pack(List.of(
                body,
                Remote.bytes(DeadLetterCause.PUT_BY_HAND.name()),
                Remote.bytes("it was put among the dead letters"),
                none,
                none,
                none,
                none));
    }

    /** A reason, not too long. */
    static String shortened(String reason) {
        byte[] bytes = Remote.bytes(reason);
        if (bytes.length <= MOST_REASON_BYTES) {
            return reason;
        }
        int end = MOST_REASON_BYTES;
        while ((bytes[end] & 0xc0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    // ---------------------------------------------------------------- reading

    /**
     * One dead letter.
     *
     * @param queue the key of the queue of dead letters
     * @param id its number there
     */
    private record Letter<E>(
            Optional<E> value,
            byte[] content,
            String typeName,
            DeadLetterCause cause,
            String reason,
            Optional<Instant> time,
            Optional<Instant> putTime,
            int deliveryCount,
            long itemId,
            String queue,
            long id)
            implements DeadLetter<E> {
        @Override
        public byte[] bytes() {
            return content.clone();
        }

        @Override
        public String toString() {
            return "DeadLetter[item=" + itemId + ", cause=" + cause + ", reason=" + reason + ", deliveries="
                    + deliveryCount + ", type=" + typeName + ", time="
                    + time.map(Instant::toString).orElse("unknown") + "]";
        }
    }

    private Letter<E> letter(byte[] body, long id) {
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
        long micros = number(parts.get(3), 0);
        long seconds = number(parts.get(6), 0);
        return new Letter<>(
                value,
                items.content(parts.get(0)),
                typeName,
                cause(Packed.text(parts.get(1))),
                Packed.text(parts.get(2)),
                micros == 0 ? Optional.empty() : Optional.of(Instant.EPOCH.plus(micros, ChronoUnit.MICROS)),
                seconds == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds)),
                (int) number(parts.get(4), 0),
                number(parts.get(5), id),
                remote.place().key(),
                id);
    }

    private static long number(byte[] text, long otherwise) {
        return text.length == 0 ? otherwise : Long.parseLong(Packed.text(text));
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
        byte[] body = Arrays.copyOfRange(claim.record().chunk(), claim.begin(), claim.begin() + claim.length());
        return letter(body, claim.id());
    }

    @Override
    public List<DeadLetter<E>> letters() {
        return Collections.unmodifiableList(all());
    }

    private List<Letter<E>> all() {
        List<Letter<E>> all = new ArrayList<>();
        List<byte[]> fields = Packed.strings(remote.raw("allLetters"), 0);
        for (int i = 0; i < fields.size(); i += 2) {
            long id = Long.parseLong(Packed.text(fields.get(i)));
            all.add(letter(Chunk.bodies(fields.get(i + 1)).get(0), id));
        }
        return all;
    }

    // ---------------------------------------------------------------- putting back

    @Override
    public int redrive(Predicate<? super DeadLetter<E>> which, long deadlineNanos) throws InterruptedException {
        List<Long> chosen = new ArrayList<>();
        for (Letter<E> each : all()) {
            if (which == null || which.test(each)) {
                chosen.add(each.id());
            }
        }
        return redrive(chosen, deadlineNanos);
    }

    @Override
    public boolean redrive(DeadLetter<E> letter, long deadlineNanos) throws InterruptedException {
        if (letter instanceof Letter<E> mine
                && mine.queue().equals(remote.place().key())) {
            return redrive(List.of(mine.id()), deadlineNanos) == 1;
        }
        throw new IllegalArgumentException("it is not a letter of this queue, letter=" + letter);
    }

    /** How far a call has got. */
    private static final class Progress {
        private int went;
        private int seen;
    }

    private int redrive(List<Long> ids, long deadlineNanos) throws InterruptedException {
        owner.checkOpen();
        Progress progress = new Progress();
        Boolean unused = owner.waits()
                .until(
                        Waits.FOR_ROOM,
                        deadlineNanos,
                        (how, token) -> redriveMore(ids, progress, how, token) ? true : null);
        return progress.went;
    }

    /** False if there is no room for the next. */
    private boolean redriveMore(List<Long> ids, Progress progress, String how, String token) {
        while (progress.seen < ids.size()) {
            List<byte[]> arguments = new ArrayList<>();
            arguments.add(Remote.bytes(how));
            arguments.add(Remote.bytes(token));
            int end = Math.min(ids.size(), progress.seen + MOST_AT_A_TIME);
            for (long id : ids.subList(progress.seen, end)) {
                arguments.add(Remote.bytes(Long.toString(id)));
            }
            String[] answer = Packed.text(remote.act("redrive", arguments)).split(" ");
            progress.went += Integer.parseInt(answer[1]);
            progress.seen += Integer.parseInt(answer[2]);
            switch (answer[0]) {
                case "gone" -> throw new ObjectDeletedException("the queue was deleted, name=" + owner.name());
                case "over" -> throw owner.shutDown();
                case "full" -> {
                    return false;
                }
                default -> {}
            }
        }
        return true;
    }
}
