package dev.multiproc.internal.log;

import java.lang.invoke.MethodHandles;
import java.util.List;

/** Loads what the first use of a log would load, in a process that has time for it; nothing of Chronicle's. */
public final class LogWarmUp {
    private static final List<Class<?>> CLASSES = List.of(
            PageLog.class, LogCounters.class, LogFiles.class, LogFile.class, FirstFile.class, PageDescriptor.class);

    private LogWarmUp() {}

    public static void run() throws IllegalAccessException {
        for (Class<?> type : CLASSES) {
            MethodHandles.lookup().ensureInitialized(type);
        }
        LogDirectory.fileName(1);
    }
}
