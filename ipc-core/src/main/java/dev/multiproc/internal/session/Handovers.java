package dev.multiproc.internal.session;

import dev.multiproc.internal.control.ProcessTable.Reservation;
import dev.multiproc.internal.object.Handover;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the tasks of children that are being started hold, and that belongs to processes. */
final class Handovers {
    private final Map<Reservation, List<Handover>> underWay = new ConcurrentHashMap<>();

    /** From now on it belongs to the child too. */
    void begin(Reservation child, List<Handover> handedOver) {
        if (!handedOver.isEmpty()) {
            underWay.put(child, handedOver);
            for (Handover each : handedOver) {
                each.begin(child.slot());
            }
        }
    }

    /** The child was started. */
    void complete(Reservation child) {
        List<Handover> handedOver = underWay.remove(child);
        if (handedOver != null) {
            for (Handover each : handedOver) {
                each.complete();
            }
        }
    }

    /** The child could not be started. */
    void cancel(Reservation child) {
        List<Handover> handedOver = underWay.remove(child);
        if (handedOver != null) {
            for (Handover each : handedOver) {
                each.cancel(child.slot());
            }
        }
    }
}
