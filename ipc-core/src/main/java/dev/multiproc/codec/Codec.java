package dev.multiproc.codec;

import java.util.Arrays;
import java.util.Objects;

/**
 * Turns items into bytes and back, as {@code pickle} does for Python's {@code multiprocessing}. The {@linkplain
 * DefaultCodec default} handles any serializable type; set another one with {@link dev.multiproc.Options#withCodec} for
 * speed or for your own format.
 *
 * <p>A codec is passed to child processes by its class name, so it needs a public constructor without parameters.
 *
 * <p><b>Threads</b>: many threads call it at the same time.
 */
public interface Codec {
    /**
     * The largest encoded item in bytes: 256 MiB. {@code put} throws {@link IllegalArgumentException} for a larger one.
     */
    int MAX_BYTES = 256 * 1024 * 1024;

    /**
     * Turns an item into bytes.
     *
     * @param item never null
     * @return its bytes; the codec keeps no reference to them
     * @throws IllegalArgumentException if the item cannot be encoded; the message names the field at fault if it can be
     *     found
     */
    byte[] encode(Object item);

    /**
     * Turns bytes back into an item.
     *
     * @param bytes the result of {@link #encode}, in this process or in another
     * @return the item, never null
     * @throws CodecException if they cannot be decoded here; names the type at fault
     */
    Object decode(byte[] bytes);

    /**
     * Turns a part of an array back into an item. This implementation copies the part; a codec can override it to avoid
     * the copy.
     *
     * @param bytes an array that contains a result of {@link #encode}
     * @param offset where the result starts
     * @param length its length in bytes
     * @return the item, never null; it must not refer to {@code bytes}, which is reused
     * @throws CodecException if they cannot be decoded here; names the type at fault
     */
    default Object decode(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return decode(Arrays.copyOfRange(bytes, offset, offset + length));
    }
}
