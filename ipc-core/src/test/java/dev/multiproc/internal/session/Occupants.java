package dev.multiproc.internal.session;

import dev.multiproc.Multiprocessing;
import dev.multiproc.internal.control.ProcessTable;
import java.util.stream.IntStream;

/** Reads how many processes a session has. */
public final class Occupants {
    private Occupants() {}

    /** Dead ones that are not swept are counted. */
    public static long in(Multiprocessing session) {
        ProcessTable table = new ProcessTable(((LocalSession) session).context().control());
        return IntStream.range(0, table.limit()).filter(table::isOccupied).count();
    }
}
