package dev.multiproc.redis.memory;

import dev.multiproc.codec.Codec;
import dev.multiproc.memory.SharedReference;
import dev.multiproc.redis.sync.Place;
import dev.multiproc.redis.sync.Script;
import dev.multiproc.redis.sync.ServerObject;
import dev.multiproc.sync.SharedLock;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A reference at the server; see {@code reference.lua}. Its versions are counted, so that an update sees all others. */
final class RedisReference<T> extends ServerObject implements SharedReference<T> {
    private static final long serialVersionUID = 1L;
    /** As in a session on one machine, so that a program fits both. */
    private static final int MAX_VALUE_BYTES = 64 * 1024;

    private static final String SCRIPT = Script.read("/dev/multiproc/redis/memory/reference.lua");
    private static final byte[] NOTHING = {};
    private static final byte[] YES = {'1'};
    private static final byte[] NO = {'0'};

    private final transient Codec codec;
    private final transient Supplier<SharedLock> lock;

    RedisReference(Place place, Codec codec, Supplier<SharedLock> lock) {
        super(place, SCRIPT);
        this.codec = codec;
        this.lock = lock;
    }

    /** An encoded value with its version. */
    private record Seen(byte[] version, byte[] value) {}

    /** Null for null. */
    static byte[] encode(Object value, Codec codec, String name) {
        if (value == null) {
            return null;
        }
        byte[] bytes = codec.encode(value);
        if (bytes.length > MAX_VALUE_BYTES) {
            throw new IllegalArgumentException("the value of a shared reference takes " + bytes.length
                    + " bytes, at most " + MAX_VALUE_BYTES + " are possible, name=" + name);
        }
        return bytes;
    }

    private byte[] encode(T value) {
        return encode(value, codec, name());
    }

    @SuppressWarnings("unchecked") // The processes agree on the type of the value, as with a file.
    private T decode(byte[] value) {
        return value == null ? null : (T) codec.decode(value);
    }

    private static byte[] isNull(byte[] value) {
        return value == null ? YES : NO;
    }

    private static byte[] orNothing(byte[] value) {
        return value == null ? NOTHING : value;
    }

    private Seen look() {
        checkOpen();
        byte[] answer = askRaw("get", List.of());
        int end = 0;
        while (answer[end] != ' ') {
            end++;
        }
        byte[] version = Arrays.copyOf(answer, end);
        boolean isThere = answer.length > end + 1;
        return new Seen(version, isThere ? Arrays.copyOfRange(answer, end + 2, answer.length) : null);
    }

    private boolean isDone(String operation, byte[]... arguments) {
        checkOpen();
        byte[] answer = changeRaw(operation, List.of(arguments));
        return new String(answer, StandardCharsets.US_ASCII).equals("done");
    }

    private boolean writeIfUnchanged(Seen seen, byte[] value) {
        return isDone("setIf", seen.version(), isNull(value), orNothing(value));
    }

    @Override
    public SharedLock lock() {
        checkOpen();
        return lock.get();
    }

    @Override
    public T get() {
        return decode(look().value());
    }

    @Override
    public void set(T value) {
        byte[] bytes = encode(value);
        boolean unused = isDone("set", isNull(bytes), orNothing(bytes));
    }

    @Override
    public T getAndSet(T value) {
        byte[] bytes = encode(value);
        Seen seen = look();
        while (!writeIfUnchanged(seen, bytes)) {
            seen = look();
        }
        return decode(seen.value());
    }

    @Override
    public boolean compareAndSet(T expected, T value) {
        byte[] expectedBytes = encode(expected);
        byte[] bytes = encode(value);
        return isDone("exchange", isNull(expectedBytes), orNothing(expectedBytes), isNull(bytes), orNothing(bytes));
    }

    @Override
    public T getAndUpdate(UnaryOperator<T> update) {
        return decode(update(update).old());
    }

    @Override
    public T updateAndGet(UnaryOperator<T> update) {
        return update(update).next();
    }

    private record Update<T>(byte[] old, T next) {}

    private Update<T> update(UnaryOperator<T> update) {
        while (true) {
            Seen seen = look();
            T next = update.apply(decode(seen.value()));
            if (writeIfUnchanged(seen, encode(next))) {
                return new Update<>(seen.value(), next);
            }
        }
    }

    @Override
    public String toString() {
        return String.valueOf(get());
    }
}
