package dev.multiproc.internal.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/**
 * The same for a queue with a lease: a thread finishes what it took itself, if it has any of it. Otherwise the item of a hung
 * thread, which is the oldest and whose lease has ended, would be refused to all other threads of its process in turn, in
 * place of their own.
 */
final class InFlightByThread<C extends Claimed> extends InFlight<C> {
    private record Taken<C>(C claim, Thread by) {}

    private final ArrayDeque<Taken<C>> taken = new ArrayDeque<>();

    @Override
    void add(C claim) {
        taken.addLast(new Taken<>(claim, Thread.currentThread()));
    }

    @Override
    void addAll(Collection<C> more) {
        more.forEach(this::add);
    }

    @Override
    C poll() {
        for (Iterator<Taken<C>> all = taken.iterator(); all.hasNext(); ) {
            Taken<C> next = all.next();
            if (next.by() == Thread.currentThread()) {
                all.remove();
                return next.claim();
            }
        }
        Taken<C> oldest = taken.pollFirst();
        return oldest == null ? null : oldest.claim();
    }

    @Override
    List<C> clear() {
        List<C> all = new ArrayList<>();
        taken.forEach(each -> all.add(each.claim()));
        taken.clear();
        return all;
    }
}
