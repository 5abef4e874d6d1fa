package dev.multiproc.manager;

import dev.multiproc.codec.Codec;
import dev.multiproc.codec.CodecException;
import dev.multiproc.codec.DefaultCodec;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * How arguments, results and elements are written, one after the other:
 *
 * <pre>
 *   NULL
 *   VALUE     | length | bytes of the session's codec
 *   OWN       | length | bytes of the default codec: lambdas, and proxies of other managers
 *   REFERENCE | object | its interface: a proxy of this manager
 *   SEVERAL   | count | that many values, each as here
 *   INTEGER   | 4 bytes: an Integer, if the session has the default codec
 *   LONG      | 8 bytes: a Long, likewise
 * </pre>
 *
 * <p><b>Threads</b>: safe for use by many.
 */
final class Values {
    private static final int NULL = 0;
    private static final int VALUE = 1;
    private static final int OWN = 2;
    private static final int REFERENCE = 3;
    private static final int SEVERAL = 4;
    private static final int INTEGER = 5;
    private static final int LONG = 6;

    /** What proxies of this manager are, on this side. */
    interface References {
        /** A proxy for an object that the other side has named. */
        Object proxy(long object, String type);

        /** Called before a reference goes to the other side. */
        void sent(Handler handler);
    }

    /**
     * Several values, which need less time one by one than as one object.
     *
     * @param elements what they are
     */
    @SuppressWarnings("ArrayRecordComponent") // Two of these are never compared.
    record Several(Object[] elements) {
        /** All elements, as they are now. */
        static Several of(Collection<?> elements) {
            return new Several(elements.toArray());
        }

        /** Each key with its value behind it. */
        static Several ofEntries(Map<?, ?> map) {
            List<Object> pairs = new ArrayList<>(2 * map.size());
            map.forEach((key, value) -> {
                pairs.add(key);
                pairs.add(value);
            });
            return new Several(pairs.toArray());
        }
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
        } else if (session == own && value instanceof Integer number) {
            out.putByte(INTEGER);
            out.putInt(number);
        } else if (session == own && value instanceof Long number) {
            out.putByte(LONG);
            out.putLong(number);
        } else if (value instanceof String || value instanceof Number) {
            out.putByte(VALUE);
            out.putBytes(session.encode(value));
        } else if (value instanceof Several several) {
            out.putByte(SEVERAL);
            out.putInt(several.elements().length);
            for (Object element : several.elements()) {
                write(out, element);
            }
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
            case INTEGER -> {
                return in.getInt();
            }
            case LONG -> {
                return in.getLong();
            }
            case REFERENCE -> {
                long object = in.getLong();
                return references.proxy(object, Out.text(in));
            }
            case SEVERAL -> {
                Object[] elements = new Object[in.getInt()];
                for (int i = 0; i < elements.length; i++) {
                    elements[i] = read(in);
                }
                return new Several(elements);
            }
            default -> throw new IllegalStateException("no value is written as " + kind);
        }
    }
}
