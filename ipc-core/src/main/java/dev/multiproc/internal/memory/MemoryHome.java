package dev.multiproc.internal.memory;

import dev.multiproc.internal.control.ObjectTable;
import dev.multiproc.internal.object.ObjectHome;
import dev.multiproc.internal.object.SharedObject;
import dev.multiproc.sync.SharedLock;
import java.util.Optional;
import java.util.function.IntConsumer;

/** What values, arrays and blocks need from their session. */
public interface MemoryHome extends ObjectHome {
    /**
     * Finds the object with this name and kind, or creates it.
     *
     * @param initialize writes the fields of a new object, whose memory is zero; it gets the offset at which they start
     */
    SharedObject object(int kind, String name, IntConsumer initialize);

    /** The object with this name and kind; empty if there is none. */
    Optional<SharedObject> lookUp(int kind, String name);

    /**
     * Removes an object from the session, under the lock of its tables.
     *
     * @param then runs after the removal, under the same lock
     * @return false if it was already deleted
     */
    boolean delete(ObjectTable.Life life, Runnable then);

    /** Whether an object of any kind has this name. */
    boolean exists(String name);

    /** Finds the lock with this name, or creates it. */
    SharedLock objectLock(String name);

    /** A generated name that users cannot choose. */
    String freshName(String kind);

    /** Refuses a name that users may not choose. */
    String checkName(String name);

    /** The files of arrays and blocks. */
    MemoryFiles memoryFiles();
}
