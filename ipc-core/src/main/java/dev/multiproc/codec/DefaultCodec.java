package dev.multiproc.codec;

import java.io.ObjectInputFilter;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.Objects;

/**
 * The codec that sessions use if they are given no other: for any serializable item, and for records and the common
 * containers also where they are not.
 *
 * <p>Written by rules of its own, fast and small: strings (any, also with unpaired surrogates), the boxed types, {@link
 * java.math.BigInteger} and {@link java.math.BigDecimal}, {@link java.time.Duration}, {@link java.time.Instant}, {@link
 * java.util.UUID}, {@link java.util.Optional}, arrays, enums, records, and the lists, maps and sets below. An item whose
 * class is not exactly one of these (a subclass, a {@link java.util.TreeMap}, a class of your own that implements {@link
 * java.io.Serializable}) is written by Java serialization, wherever in the item it stands.
 *
 * <ul>
 *   <li>{@link java.util.ArrayList}, {@link java.util.Arrays#asList} and sub-lists of an {@code ArrayList} become an
 *       {@code ArrayList}; {@link java.util.LinkedList} stays one; those of {@link java.util.List#of} and {@link
 *       java.util.Collections} that cannot be modified become a list that cannot be modified;
 *   <li>{@link java.util.HashMap}, {@link java.util.LinkedHashMap} (in its order) and {@link java.util.Map#of}, {@link
 *       java.util.HashSet}, {@link java.util.LinkedHashSet} and {@link java.util.Set#of} stay what they are;
 *   <li>records are made by their canonical constructor, which may refuse; both processes need the same components.
 *       Records that declare {@code writeReplace} or {@code readResolve} are left to Java serialization.
 * </ul>
 *
 * <p>An object to which several references lead is copied for each of them, except inside an object written by Java
 * serialization; so an item must not contain itself, and may be nested 512 deep. What could not be read again for a limit is
 * refused when it is encoded. Bytes that are decoded are not
 * trusted: lengths are checked before anything is allocated, and classes have to pass {@link JavaSerialization}'s
 * limits and filters, those of records, enums and arrays too.
 *
 * <p><b>Threads</b>: safe for use by many threads at once. An item must not be changed while it is encoded.
 */
public final class DefaultCodec implements Codec {
    private final JavaSerialization serialization;

    /** With the library's limits and the JVM-wide filter alone. */
    public DefaultCodec() {
        this.serialization = new JavaSerialization();
    }

    /**
     * With a filter of your own beside them.
     *
     * @param filter asked about the classes of records, enums and arrays, and about all that Java serialization reads
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
            throw SerializationPath.refusal(
                    item, e.reason(), type -> Kinds.of(type) != Tag.SERIALIZED, DefaultCodec::tryToEncode);
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
