package dev.multiproc.internal.sync;

import dev.multiproc.ProcessInfo;
import dev.multiproc.internal.object.ObjectHome;
import dev.multiproc.internal.object.SharedObject;
import java.nio.file.Path;
import java.util.function.IntConsumer;

/** What synchronizers need of the session they belong to. */
public interface SyncHome extends ObjectHome {
    /** The process that lives in a slot. */
    ProcessInfo process(int slot);

    /** The object of that name and kind, made if it is not there. */
    SharedObject object(int kind, String name, IntConsumer initialize);

    /** The object of that name and kind, which exists; also in a session that is being closed. */
    SharedObject find(int kind, String name);

    /** A name that nobody can give. */
    String freshName(String kind);

    /** Refuses a name that a user may not give. */
    String checkName(String name);

    /** The file of an object that needs more room than its words. */
    Path file(String name);
}
