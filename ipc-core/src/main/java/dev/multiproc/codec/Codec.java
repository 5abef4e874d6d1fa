package dev.multiproc.codec;

/**
 * Turns items into bytes and back. The {@linkplain DefaultCodec default} suits any serializable type; give another with
 * {@link dev.multiproc.Options#withCodec} for speed or for a format of your own.
 *
 * <p>A codec travels to child processes by its class name, so it needs a public constructor without parameters.
 *
 * <p><b>Threads</b>: called by many threads at once.
 */
public interface Codec {
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
}
