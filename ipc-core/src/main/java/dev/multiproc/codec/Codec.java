package dev.multiproc.codec;

import java.util.Arrays;
import java.util.Objects;

/**
 * Turns items into bytes and back. The {@linkplain DefaultCodec default} suits any serializable type; give another with
 * {@link dev.multiproc.Options#withCodec} for speed or for a format of your own.
 *
 * <p>A codec travels to child processes by its class name, so it needs a public constructor without parameters.
 *
 * <p><b>Threads</b>: called by many threads at once.
 */
public interface Codec {
    /** How many bytes an encoded item may have: 256 MiB. {@code put} refuses a longer one with {@link IllegalArgumentException}. */
    int MAX_BYTES = 256 * 1024 * 1024;

    /**
     * Turns an item into bytes.
     *
     * @param item never null
     * @return its bytes; not kept by the codec
     * @throws IllegalArgumentException if the item cannot be encoded; the message names the field at fault where one can
     *     be found
     */
    byte[] encode(Object item);

    /**
     * Turns bytes back into an item.
     *
     * @param bytes what {@link #encode} gave, in this process or in another
     * @return the item, never null
     * @throws CodecException if they cannot be decoded here; names the type at fault
     */
    Object decode(byte[] bytes);

    /**
     * Turns a part of an array back into an item: for bytes that stand in a larger buffer. Copies them, unless a codec
     * does it better.
     *
     * @param bytes holds what {@link #encode} gave
     * @param offset where that starts
     * @param length how many bytes it has
     * @return the item, never null, which keeps no part of {@code bytes}
     * @throws CodecException if they cannot be decoded here; names the type at fault
     */
    default Object decode(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return decode(Arrays.copyOfRange(bytes, offset, offset + length));
    }
}
