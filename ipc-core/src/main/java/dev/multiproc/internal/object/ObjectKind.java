package dev.multiproc.internal.object;

import dev.multiproc.internal.control.MappedRegion;
import java.util.Map;

/**
 * A kind of shared object: what can be said of it without a session. Each package with shared objects has an enum of its kinds,
 * and an {@link ObjectFamily} that attaches to them.
 */
public interface ObjectKind {
    /** In the object table. Never given to another kind, since durable sessions last. */
    int code();

    /** The public type. */
    String title();

    /**
     * Describes an object.
     *
     * @param control the control file, or a copy
     * @param base where the object's counters begin in it
     */
    default Inspected inspect(MappedRegion control, int base) {
        return Inspected.of(title(), Map.of());
    }

    /**
     * What a thread waits for that sleeps at an object of this kind, so that the object's name can follow: "to take from".
     *
     * @param event the offset of what it sleeps at
     */
    default String waitPurpose(MappedRegion control, int base, int event) {
        return "for";
    }
}
