package dev.multiproc.internal.sync;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.object.Inspected;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the state of locks and other synchronizers from a copy of the control file. */
public final class SyncInspection {
    private SyncInspection() {}

    public static boolean isSynchronizer(int kind) {
        return kind >= MappedLock.KIND && kind <= MappedReadWriteLock.KIND;
    }

    /** Reads the object whose layout starts at the given offset. */
    public static Inspected inspect(int kind, MappedRegion region, int base) {
        return switch (kind) {
            case MappedLock.KIND -> new Inspected("SharedLock", Map.of(), writer(region, base), true);
            case MappedReadWriteLock.KIND -> readWriteLock(region, base);
            case MappedSemaphore.KIND -> semaphore(region, base);
            case MappedEvent.KIND -> Inspected.of("SharedEvent", Map.of("set", MappedEvent.isSet(region, base)));
            case MappedLatch.KIND -> Inspected.of("SharedLatch", Map.of("count", MappedLatch.count(region, base)));
            case MappedBarrier.KIND -> barrier(region, base);
            default -> Inspected.of("SharedCondition", Map.of());
        };
    }

    private static List<Integer> writer(MappedRegion region, int base) {
        int slot = Mutex.ownerSlot(region, base);
        return slot < 0 ? List.of() : List.of(slot);
    }

    private static Inspected readWriteLock(MappedRegion region, int base) {
        List<Integer> holders = new ArrayList<>(writer(region, base));
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("written", !holders.isEmpty());
        List<Integer> readers = slots(region, MappedReadWriteLock.readers(base));
        figures.put("reading processes", readers.size());
        holders.addAll(readers);
        return new Inspected("SharedReadWriteLock", figures, holders, true);
    }

    private static Inspected semaphore(MappedRegion region, int base) {
        SemaphoreCounters counters = new SemaphoreCounters(region, base);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("available", SemaphoreCounters.available(counters.word()));
        if (counters.bound() != Integer.MAX_VALUE) {
            figures.put("of", counters.bound());
        }
        return new Inspected("SharedSemaphore", figures, slots(region, counters.owners()), false);
    }

    private static Inspected barrier(MappedRegion region, int base) {
        BarrierCounters counters = new BarrierCounters(region, base);
        long state = counters.state();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("arrived", BarrierCounters.waiting(state));
        figures.put("parties", counters.parties());
        if (BarrierCounters.phase(state) == BarrierCounters.BROKEN) {
            figures.put("broken", true);
        }
        return Inspected.of("SharedBarrier", figures);
    }

    /** The slots of the processes whose counters have a value. */
    private static List<Integer> slots(MappedRegion region, int words) {
        List<Integer> slots = new ArrayList<>();
        for (int index = 0; index < ProcessCounters.COUNT; index++) {
            long word = region.getLongVolatile(words + index * Long.BYTES);
            if (ProcessCounters.value(word) > 0 && ProcessCounters.slot(word) >= 0) {
                slots.add(ProcessCounters.slot(word));
            }
        }
        return slots;
    }

    /** What a thread is waiting for if it sleeps at an object of this kind. */
    public static String purpose(int kind) {
        return switch (kind) {
            case MappedCondition.KIND -> "for a signal of";
            case MappedSemaphore.KIND -> "for a permit of";
            case MappedBarrier.KIND -> "at";
            default -> "for";
        };
    }
}
