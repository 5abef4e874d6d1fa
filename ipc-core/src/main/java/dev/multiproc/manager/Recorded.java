package dev.multiproc.manager;

import java.util.function.UnaryOperator;

/**
 * A call that was written down, and not yet made.
 *
 * @param target the object
 * @param method its number, or one of {@link Wire}'s
 * @param arguments its arguments
 * @param result makes what the caller gets of what the manager gives
 */
@SuppressWarnings("ArrayRecordComponent") // Two of these are never compared.
record Recorded(RemoteObject target, int method, Object[] arguments, UnaryOperator<Object> result) {
    /** How it is made. An interrupt cancels it. */
    Link.Request request() {
        return new Link.Request(target, method, true, target.timeoutNanos());
    }

    /**
     * Writes the request.
     *
     * @throws IllegalArgumentException if an argument cannot be encoded
     */
    void write(Out out) {
        Link.write(out, target.client().values(false), request(), arguments);
    }
}
