package dev.multiproc.internal.memory;

import dev.multiproc.internal.object.ObjectHome;
import dev.multiproc.internal.object.SharedObject;
import java.util.function.IntConsumer;

/** What values, arrays and blocks need of the session they belong to. */
public interface MemoryHome extends ObjectHome {
    /**
     * The object of that name and kind, made if it is not there.
     *
     * @param initialize writes the words of a new one; they begin where it is told, and are zero
     */
    SharedObject object(int kind, String name, IntConsumer initialize);

    /** A name that nobody can give. */
    String freshName(String kind);

    /** Refuses a name that a user may not give. */
    String checkName(String name);
}
