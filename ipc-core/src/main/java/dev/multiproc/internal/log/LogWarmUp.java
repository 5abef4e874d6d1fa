package dev.multiproc.internal.log;

import java.lang.invoke.MethodHandles;
import java.util.List;

/** Loads the classes that the first use of a log needs, in a process that has time for it; but none of Chronicle's. */
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
