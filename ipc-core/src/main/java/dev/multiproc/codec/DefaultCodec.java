package dev.multiproc.codec;

/** The default codec. */
public final class DefaultCodec implements Codec {
    /** Made by the library. */
    public DefaultCodec() {}

    @Override
    public byte[] encode(Object item) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Object decode(byte[] bytes) {
        throw new UnsupportedOperationException();
    }
}
