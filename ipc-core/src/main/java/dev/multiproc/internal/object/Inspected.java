package dev.multiproc.internal.object;

import java.util.List;
import java.util.Map;

/**
 * What can be seen of a shared object in a copy of the control file.
 *
 * @param type its public type
 * @param figures names and values, in display order
 * @param holders the slots of the processes that others wait for
 * @param isLock whether a process that waits for the object waits for one of its holders
 */
public record Inspected(String type, Map<String, Object> figures, List<Integer> holders, boolean isLock) {
    /** Describes an object that nobody holds. */
    public static Inspected of(String type, Map<String, Object> figures) {
        return new Inspected(type, figures, List.of(), false);
    }
}
