package dev.multiproc.internal.session;

import dev.multiproc.inspect.DeadlockLink;
import dev.multiproc.inspect.InspectedObject;
import dev.multiproc.inspect.InspectedProcess;
import dev.multiproc.inspect.Wait;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/**
 * Finds circles of processes that wait for each other. For each process that is in no circle yet, it looks for a shortest one,
 * breadth first. To list all circles could take for ever: twenty readers that wait for each other to end form more than 10^17.
 *
 * <p>A process that waits for a lock of its own is no circle: locks are reentrant, so another of its threads holds it.
 */
final class DeadlockSearch {
    private DeadlockSearch() {}

    /** How a process was reached: it holds the lock that the waiter waits for. */
    private record Step(InspectedProcess waiter, InspectedObject lock) {}

    static List<List<DeadlockLink>> circles(List<InspectedProcess> processes) {
        List<List<DeadlockLink>> circles = new ArrayList<>();
        Set<InspectedProcess> listed = Collections.newSetFromMap(new IdentityHashMap<>());
        for (InspectedProcess process : processes) {
            if (!listed.contains(process)) {
                List<DeadlockLink> circle = through(process);
                circle.forEach(link -> listed.add(link.process()));
                if (!circle.isEmpty()) {
                    circles.add(List.copyOf(circle));
                }
            }
        }
        return List.copyOf(circles);
    }

    /** A shortest circle that begins with a process; empty if it is in none. */
    private static List<DeadlockLink> through(InspectedProcess first) {
        IdentityHashMap<InspectedProcess, Step> reached = new IdentityHashMap<>();
        Queue<InspectedProcess> waiters = new ArrayDeque<>(List.of(first));
        while (!waiters.isEmpty()) {
            InspectedProcess waiter = waiters.remove();
            for (Wait wait : waiter.waits()) {
                for (InspectedProcess holder :
                        wait.object().isLock() ? wait.object().holders() : List.<InspectedProcess>of()) {
                    boolean isNew =
                            holder != waiter && reached.putIfAbsent(holder, new Step(waiter, wait.object())) == null;
                    if (isNew && holder == first) {
                        return links(first, reached);
                    }
                    if (isNew) {
                        waiters.add(holder);
                    }
                }
            }
        }
        return List.of();
    }

    /** The circle that leads from a process back to it. */
    private static List<DeadlockLink> links(InspectedProcess first, IdentityHashMap<InspectedProcess, Step> reached) {
        List<DeadlockLink> links = new ArrayList<>();
        Step step = reached.get(first);
        InspectedObject waitsFor = step.lock();
        while (step.waiter() != first) {
            Step before = reached.get(step.waiter());
            links.add(0, new DeadlockLink(step.waiter(), before.lock(), step.lock()));
            step = before;
        }
        links.add(0, new DeadlockLink(first, waitsFor, step.lock()));
        return links;
    }
}
