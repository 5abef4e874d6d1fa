package dev.multiproc.internal.memory;

import java.lang.invoke.MethodHandles;
import java.util.List;

/** Loads ahead the classes that the first use of a shared value or array needs, in a process that has time for it. */
public final class MemoryWarmUp {
    private static final List<Class<?>> CLASSES = List.of(
            MemoryKind.class,
            MappedInteger.class,
            MappedLongArray.class,
            MappedMemory.class,
            MemoryFiles.class,
            ArrayDescriptor.class,
            OwnLock.class);

    private MemoryWarmUp() {}

    public static void run() throws IllegalAccessException {
        for (Class<?> type : CLASSES) {
            MethodHandles.lookup().ensureInitialized(type);
        }
    }
}
