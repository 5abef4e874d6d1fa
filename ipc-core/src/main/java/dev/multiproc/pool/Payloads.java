package dev.multiproc.pool;

import dev.multiproc.codec.Codec;
import dev.multiproc.codec.DefaultCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How tasks, inputs and results become bytes: by the session's codec. One of the user's own may know the types of inputs and
 * results only, and encodes them one by one; tasks and lists are the default codec's then.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
final class Payloads {
    private final Codec values;
    private final DefaultCodec tasks;

    Payloads(Codec ofSession) {
        values = ofSession;
        tasks = ofSession instanceof DefaultCodec codec ? codec : new DefaultCodec();
    }

    /** Whether the codec can carry the pool's own messages, which are arrays of bytes. */
    static void check(Codec codec) {
        byte[] message = {1, 0, -1};
        try {
            if (codec.decode(codec.encode(message)) instanceof byte[] copy && Arrays.equals(copy, message)) {
                return;
            }
        } catch (RuntimeException e) {
            throw refusal(codec, e);
        }
        throw refusal(codec, null);
    }

    private static IllegalArgumentException refusal(Codec codec, RuntimeException cause) {
        return new IllegalArgumentException(
                "the pool sends byte[] through queues, which the session's codec cannot encode: let it encode byte[] too, codec="
                        + codec.getClass().getName(),
                cause);
    }

    byte[] encodeTask(Object task) {
        return tasks.encode(task);
    }

    Object decodeTask(byte[] bytes, int offset, int length) {
        return tasks.decode(bytes, offset, length);
    }

    /** A task that travels with a worker's own task, a character a byte; empty for none. */
    String encodeOptionalTask(Object task) {
        return task == null ? "" : new String(tasks.encode(task), StandardCharsets.ISO_8859_1);
    }

    Object decodeTask(String encoded) {
        return tasks.decode(encoded.getBytes(StandardCharsets.ISO_8859_1));
    }

    byte[] encodeValue(Object value) {
        return values.encode(value);
    }

    Object decodeValue(ByteBuffer bytes) {
        return values.decode(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }

    /** Encodes inputs or results, of which some may be null. */
    byte[] encodeAll(List<?> all) {
        if (values == tasks) {
            return tasks.encode(all);
        }
        List<byte[]> each = new ArrayList<>(all.size());
        for (Object value : all) {
            each.add(value == null ? null : values.encode(value));
        }
        return tasks.encode(each);
    }

    List<?> decodeAll(ByteBuffer bytes) {
        List<?> all = (List<?>) tasks.decode(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        if (values == tasks) {
            return all;
        }
        List<Object> decoded = new ArrayList<>(all.size());
        for (Object each : all) {
            decoded.add(each == null ? null : values.decode((byte[]) each));
        }
        return decoded;
    }
}
