package dev.multiproc.internal.queue;

import dev.multiproc.internal.log.LogWarmUp;
import dev.multiproc.internal.park.EventCount;
import java.lang.invoke.MethodHandles;
import java.util.List;

/** Loads ahead the classes that the first use of a queue needs, in a process that has time for it. */
public final class QueueWarmUp {
    private static final List<Class<?>> CLASSES = List.of(
            LogQueue.class,
            LogEngine.class,
            QueueCounters.class,
            Payload.class,
            SpillFiles.class,
            ItemReader.class,
            RecordScanner.class,
            EventCount.class,
            Ending.class,
            ReturnedItems.class,
            Appender.class,
            Tail.class,
            Cursor.class,
            Claimer.class,
            Finisher.class,
            QueueSweep.class,
            DeadLetterMover.class,
            EncodedItem.class,
            RecordDescriptor.class);

    private QueueWarmUp() {}

    public static void run() throws IllegalAccessException {
        for (Class<?> type : CLASSES) {
            MethodHandles.lookup().ensureInitialized(type);
        }
        LogWarmUp.run();
    }
}
