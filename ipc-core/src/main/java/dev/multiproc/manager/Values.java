package dev.multiproc.manager;

import dev.multiproc.codec.Codec;
import dev.multiproc.codec.CodecException;
import dev.multiproc.codec.DefaultCodec;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;

/**
 * How arguments, results and elements are written, one after the other:
 *
 * <pre>
 *   NULL
 *   VALUE     | length | bytes of the session's codec
 *   OWN       | length | bytes of the default codec: lambdas, and proxies of other managers
 *   REFERENCE | object | its interface: a proxy of this manager
 * </pre>
 *
 * <p><b>Threads</b>: safe for use by many.
 */
final class Values {
    private static final int NULL = 0;
    private static final int VALUE = 1;
    private static final int OWN = 2;
    private static final int REFERENCE = 3;

    /** What proxies of this manager are, on this side. */
    interface References {
        /** A proxy for an object that the other side has named. */
        Object proxy(long object, String type);

        /** Called before a reference goes to the other side. */
        void sent(Handler handler);
    }

    private final String manager;
    private final Codec session;
    private final Codec own;
    private final References references;

    Values(String manager, Codec session, References references) {
        this.manager = manager;
        this.session = session;
        this.references = references;
        own = session instanceof DefaultCodec ? session : new DefaultCodec();
    }

    /** The same, for what this package itself sends, which the session's codec need not know. */
    Values forOwn() {
        return session == own ? this : new Values(manager, own, references);
    }

    /**
     * Writes a value.
     *
     * @throws IllegalArgumentException if it cannot be encoded
     */
    void write(Out out, Object value) {
        if (value == null) {
            out.putByte(NULL);
        } else if (value instanceof String || value instanceof Number) {
            out.putByte(VALUE);
            out.putBytes(session.encode(value));
        } else {
            writeObject(out, value);
        }
    }

    private void writeObject(Out out, Object value) {
        boolean isProxy = Proxy.isProxyClass(value.getClass());
        if (isProxy
                && Proxy.getInvocationHandler(value) instanceof Handler handler
                && handler.manager().equals(manager)) {
            out.putByte(REFERENCE);
            out.putLong(handler.object());
            out.putText(handler.exposed().type().getName());
            references.sent(handler);
            return;
        }
        boolean isOwn = isProxy || value.getClass().isHidden();
        Object outer = Handler.enter(references);
        try {
            out.putByte(isOwn ? OWN : VALUE);
            out.putBytes((isOwn ? own : session).encode(value));
        } finally {
            Handler.leave(outer);
        }
    }

    /**
     * Reads a value.
     *
     * @throws CodecException if it cannot be decoded here; the buffer is behind it
     */
    Object read(ByteBuffer in) {
        int kind = in.get();
        switch (kind) {
            case NULL -> {
                return null;
            }
            case VALUE, OWN -> {
                int length = in.getInt();
                int start = in.arrayOffset() + in.position();
                in.position(in.position() + length);
                return (kind == OWN ? own : session).decode(in.array(), start, length);
            }
            case REFERENCE -> {
                long object = in.getLong();
                return references.proxy(object, Out.text(in));
            }
            default -> throw new IllegalStateException("no value is written as " + kind);
        }
    }
}
