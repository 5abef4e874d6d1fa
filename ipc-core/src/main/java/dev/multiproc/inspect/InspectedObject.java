package dev.multiproc.inspect;

import java.util.List;
import java.util.Map;

/**
 * A shared object of a session that was inspected. Compared by identity: two inspections have different objects for it.
 *
 * <p><b>Threads</b>: safe for use by many threads. It does not change.
 */
public interface InspectedObject {
    /**
     * The object's name in the session.
     *
     * @return the name, unique in its session
     */
    String name();

    /**
     * The public type.
     *
     * @return a simple name, such as {@code SharedLock}
     */
    String type();

    /**
     * What else can be said of it in numbers, for people to read. Which figures there are may differ between versions.
     *
     * @return an unmodifiable map, in display order, of {@code Number}s and {@code Boolean}s by their names, such as 3 by
     *     {@code waiting}
     */
    Map<String, Object> figures();

    /**
     * The processes that hold it: who owns the lock, reads under it, or owns permits.
     *
     * @return an unmodifiable list; empty if nobody holds it, or an object of this type cannot be held
     */
    List<InspectedProcess> holders();

    /**
     * Whether a process that waits for it waits for one of its holders.
     *
     * @return true for locks
     */
    boolean isLock();
}
