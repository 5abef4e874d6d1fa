package dev.multiproc.internal.memory;

import dev.multiproc.internal.control.ObjectTable;
import dev.multiproc.internal.object.ObjectHome;
import dev.multiproc.internal.object.SharedObject;
import dev.multiproc.sync.SharedLock;
import java.util.Optional;
import java.util.function.IntConsumer;

/** What values, arrays and blocks need of the session they belong to. */
public interface MemoryHome extends ObjectHome {
    /**
     * The object of that name and kind, made if it is not there.
     *
     * @param initialize writes the words of a new one; they begin where it is told, and are zero
     */
    SharedObject object(int kind, String name, IntConsumer initialize);

    /** The object of that name and kind; empty if there is none. */
    Optional<SharedObject> lookUp(int kind, String name);

    /**
     * Takes an object out of the session, under the lock of its tables.
     *
     * @param then comes next, under the same lock
     * @return false if it had been deleted before
     */
    boolean delete(ObjectTable.Life life, Runnable then);

    /** Whether an object of any kind has that name. */
    boolean exists(String name);

    /** The lock of that name, made if it is not there. */
    SharedLock objectLock(String name);

    /** A name that nobody can give. */
    String freshName(String kind);

    /** Refuses a name that a user may not give. */
    String checkName(String name);

    /** The files of arrays and blocks. */
    MemoryFiles memoryFiles();
}
