package dev.multiproc.internal.sync;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.object.Inspected;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a copy of the control file says of locks and their like. */
final class SyncInspection {
    private SyncInspection() {}

    static List<Integer> writer(MappedRegion region, int base) {
        int slot = Mutex.ownerSlot(region, base);
        return slot < 0 ? List.of() : List.of(slot);
    }

    static Inspected readWriteLock(MappedRegion region, int base) {
        List<Integer> holders = new ArrayList<>(writer(region, base));
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("written", !holders.isEmpty());
        List<Integer> readers = slots(region, MappedReadWriteLock.readers(base));
        figures.put("reading processes", readers.size());
        holders.addAll(readers);
        return new Inspected("SharedReadWriteLock", figures, holders, true);
    }

    static Inspected semaphore(MappedRegion region, int base) {
        SemaphoreCounters words = new SemaphoreCounters(region, base);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("available", SemaphoreCounters.available(words.word()));
        if (words.bound() != Integer.MAX_VALUE) {
            figures.put("of", words.bound());
        }
        return new Inspected("SharedSemaphore", figures, slots(region, words.owners()), false);
    }

    static Inspected barrier(MappedRegion region, int base) {
        BarrierCounters words = new BarrierCounters(region, base);
        long state = words.state();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("arrived", BarrierCounters.waiting(state));
        figures.put("parties", words.parties());
        if (BarrierCounters.phase(state) == BarrierCounters.BROKEN) {
            figures.put("broken", true);
        }
        return Inspected.of("SharedBarrier", figures);
    }

    /** The slots of the processes whose words have a value. */
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
}
