package dev.multiproc.codec;

import java.io.ObjectInputFilter;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.Objects;

/**
 * The codec that sessions use by default. It encodes any serializable item, and also records and the common containers
 * when they are not serializable.
 *
 * <p>These types have a fast, compact encoding: strings (all, including those with unpaired surrogates), the boxed
 * types, {@link java.math.BigInteger} and {@link java.math.BigDecimal}, {@link java.time.Duration}, {@link
 * java.time.Instant}, {@link java.util.UUID}, {@link java.util.Optional}, arrays, enums, records, and the lists, maps
 * and sets below. Any object whose class is not exactly one of these (a subclass, a {@link java.util.TreeMap}, your own
 * class that implements {@link java.io.Serializable}) is encoded by Java serialization, wherever it is within the item.
 *
 * <ul>
 *   <li>{@link java.util.ArrayList}, {@link java.util.Arrays#asList} and sub-lists of an {@code ArrayList} are decoded
 *       as an {@code ArrayList}; {@link java.util.LinkedList} as a {@code LinkedList}; unmodifiable lists of {@link
 *       java.util.List#of} and {@link java.util.Collections} as an unmodifiable list;
 *   <li>{@link java.util.HashMap}, {@link java.util.LinkedHashMap} (in its order) and {@link java.util.Map#of}, {@link
 *       java.util.HashSet}, {@link java.util.LinkedHashSet} and {@link java.util.Set#of} keep their kind;
 *   <li>records are created by their canonical constructor, which may reject the values; both processes need the same
 *       components. Records that declare {@code writeReplace} or {@code readResolve} are left to Java serialization.
 * </ul>
 *
 * <p>An object that is referenced several times is copied for each reference, except inside an object that Java
 * serialization writes. So an item must not contain itself. It may be nested 512 levels deep. An item that would exceed
 * a limit when it is decoded is already rejected when it is encoded. Bytes to be decoded are not trusted: lengths are
 * checked before memory is allocated, and all classes, including those of records, enums and arrays, must pass the
 * limits and filters of {@link JavaSerialization}.
 *
 * <p><b>Threads</b>: safe for use by many threads at once. An item must not be changed while it is encoded.
 */
public final class DefaultCodec implements Codec {
    private final JavaSerialization serialization;

    /** Creates a codec that applies only the library's limits and the JVM-wide filter. */
    public DefaultCodec() {
        this.serialization = new JavaSerialization();
    }

    /**
     * Creates a codec that also applies your own filter.
     *
     * @param filter applied to the classes of records, enums and arrays, and to everything that Java serialization
     *     reads
     */
    public DefaultCodec(ObjectInputFilter filter) {
        this.serialization = new JavaSerialization(filter);
    }

    @Override
    public byte[] encode(Object item) {
        Objects.requireNonNull(item, "an item must not be null");
        if (item instanceof String text) {
            return Text.encodeWhole(text);
        }
        if (item instanceof byte[] bytes) {
            return encodeWhole(bytes);
        }
        Encoder encoder = new Encoder();
        try {
            encoder.writeItem(item);
        } catch (SerializationFailure e) {
            throw SerializationPath.refusal(item, e.reason(), Kinds::hasOwnRule, DefaultCodec::tryToEncode);
        } catch (ConcurrentModificationException e) {
            throw new IllegalArgumentException(
                    "the item was changed by another thread while it was encoded, type="
                            + item.getClass().getName(),
                    e);
        }
        return encoder.toByteArray();
    }

    private static void tryToEncode(Object part, boolean ownRules) {
        if (ownRules) {
            new Encoder().writeItem(part);
        } else {
            JavaSerialization.tryToWrite(part);
        }
    }

    @Override
    public Object decode(byte[] bytes) {
        return decode(bytes, 0, bytes.length);
    }

    @Override
    public Object decode(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int tag = length == 0 ? Tag.NULL : bytes[offset];
        if (tag == Tag.WHOLE_BYTES) {
            return Arrays.copyOfRange(bytes, offset + 1, offset + length);
        }
        if (tag == Tag.WHOLE_LATIN1 || tag == Tag.WHOLE_UTF8 || tag == Tag.WHOLE_UTF16) {
            return Text.decode(tag, bytes, offset + 1, length - 1);
        }
        try {
            return new Decoder(bytes, offset, length, serialization).readWhole();
        } catch (CodecException e) {
            throw e;
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw CodecException.damaged("what they say cannot be made: " + e, e);
        }
    }

    private static byte[] encodeWhole(byte[] bytes) {
        Output.checkCount(bytes.length);
        byte[] encoded = new byte[1 + bytes.length];
        encoded[0] = Tag.WHOLE_BYTES;
        System.arraycopy(bytes, 0, encoded, 1, bytes.length);
        return encoded;
    }
}
