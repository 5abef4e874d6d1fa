package dev.multiproc.internal.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The items that a process took and has not finished, oldest first. Guarded by whoever has it.
 *
 * @param <C> the engine's claims
 */
class InFlight<C extends Claimed> {
    private final ArrayDeque<C> claims = new ArrayDeque<>();

    void add(C claim) {
        claims.addLast(claim);
    }

    void addAll(Collection<C> more) {
        claims.addAll(more);
    }

    /** Removes the one that {@code taskDone} finishes; null if there is none. */
    C poll() {
        return claims.pollFirst();
    }

    /** Removes all. */
    List<C> clear() {
        List<C> all = new ArrayList<>(claims);
        claims.clear();
        return all;
    }
}
