package dev.multiproc.internal.session;

import dev.multiproc.Awaitable;
import dev.multiproc.internal.object.SessionContext;
import dev.multiproc.internal.park.MultiWait;
import dev.multiproc.internal.park.Readiness;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** One call that waits until any of several objects or processes is ready. */
final class AwaitAny {
    private final SessionContext context;
    private final List<Readiness> objects = new ArrayList<>();
    private final List<EndOf> processes = new ArrayList<>();

    AwaitAny(SessionContext context) {
        this.context = context;
    }

    /** A process whose end unparks a thread. */
    interface EndOf {
        boolean hasEnded();

        /** From now on the end unparks the thread. */
        void unparkAtEnd(Thread thread);

        void forget(Thread thread);
    }

    /** A process that can be awaited. */
    interface Ending {
        EndOf end();
    }

    /** Waits until any of them is ready, or the time is up; gives all that are ready, in their order. */
    <T extends Awaitable> List<T> await(Collection<? extends T> awaited, long deadlineNanos)
            throws InterruptedException {
        List<T> all = List.copyOf(awaited);
        List<Object> states = new ArrayList<>(all.size());
        for (T each : all) {
            states.add(state(each));
        }
        Thread me = Thread.currentThread();
        try {
            for (EndOf process : processes) {
                process.unparkAtEnd(me);
            }
            List<T> ready = List.of();
            // What was ready may no longer be, if another thread was quicker with the item.
            while (ready.isEmpty() && !states.isEmpty() && awaitFirst(deadlineNanos)) {
                ready = ready(all, states);
            }
            return ready;
        } finally {
            for (EndOf process : processes) {
                process.forget(me);
            }
        }
    }

    private boolean awaitFirst(long deadlineNanos) throws InterruptedException {
        return new MultiWait(context.waits(), objects, this::hasAnyEnded).await(deadlineNanos);
    }

    private static <T> List<T> ready(List<T> all, List<Object> states) {
        List<T> ready = new ArrayList<>();
        for (int i = 0; i < states.size(); i++) {
            if (isReady(states.get(i))) {
                ready.add(all.get(i));
            }
        }
        return ready;
    }

    private boolean hasAnyEnded() {
        for (EndOf process : processes) {
            if (process.hasEnded()) {
                return true;
            }
        }
        return false;
    }

    private Object state(Awaitable each) {
        Objects.requireNonNull(each, "awaited");
        if (each instanceof Ending process) {
            EndOf end = process.end();
            processes.add(end);
            return end;
        }
        if (each instanceof Readiness.Source source) {
            Readiness readiness = source.readiness();
            if (!readiness.event().isOf(context.waits())) {
                throw new IllegalArgumentException("it belongs to another session, awaited=" + each);
            }
            objects.add(readiness);
            return readiness;
        }
        throw new IllegalArgumentException("only the library's own objects can be awaited, class="
                + each.getClass().getName());
    }

    private static boolean isReady(Object state) {
        return state instanceof EndOf end ? end.hasEnded() : ((Readiness) state).isReady();
    }
}
