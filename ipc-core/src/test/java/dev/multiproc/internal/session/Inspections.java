package dev.multiproc.internal.session;

import dev.multiproc.Multiprocessing;
import dev.multiproc.inspect.InspectedObject;
import java.util.List;

/** Looks at an open session as an inspection does. */
public final class Inspections {
    private Inspections() {}

    /** The types of its objects. */
    public static List<String> types(Multiprocessing session) {
        return Multiprocessing.inspect(
                        ((LocalSession) session).membership().directory().root())
                .objects()
                .stream()
                .map(InspectedObject::type)
                .toList();
    }
}
