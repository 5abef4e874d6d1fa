package dev.multiproc.codec;

/** Temporary. */
public final class DefaultCodec implements Codec {
    public DefaultCodec() {}

    @Override
    public byte[] encode(Object item) {
        return new JavaSerialization().write(item);
    }

    @Override
    public Object decode(byte[] bytes) {
        return new JavaSerialization().read(bytes);
    }
}
