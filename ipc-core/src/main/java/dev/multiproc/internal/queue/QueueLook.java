package dev.multiproc.internal.queue;

import java.util.ArrayList;
import java.util.List;

/** Goes over the items of a queue without taking one. */
final class QueueLook {
    private QueueLook() {}

    /** Copies of the items that wait, in order. */
    static <E> List<E> snapshot(RecordScanner scanner, Payload payload, ItemReader<E> items) {
        List<E> found = new ArrayList<>();
        scanner.all((cursor, word) -> {
            EncodedItem encoded = Claimer.waits(cursor, word) ? cursor.copy(payload, word) : null;
            if (encoded != null) {
                found.add(items.show(encoded));
            }
            return true;
        });
        return List.copyOf(found);
    }

    /** The numbers of the items that were lost with their consumer. */
    static List<Long> lost(RecordScanner scanner) {
        List<Long> lost = new ArrayList<>();
        scanner.handedOut((cursor, word) -> {
            if (RecordDescriptor.state(word) == RecordDescriptor.LOST) {
                lost.add(cursor.sequence());
            }
            return true;
        });
        return lost;
    }
}
