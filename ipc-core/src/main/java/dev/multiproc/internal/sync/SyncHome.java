package dev.multiproc.internal.sync;

import dev.multiproc.ProcessInfo;
import dev.multiproc.internal.object.ObjectHome;
import dev.multiproc.internal.object.SharedObject;
import java.nio.file.Path;
import java.util.function.IntConsumer;

/** What synchronizers need from their session. */
public interface SyncHome extends ObjectHome {
    /** The process in a slot. */
    ProcessInfo process(int slot);

    /** Finds the object with this name and kind, or creates it. */
    SharedObject object(int kind, String name, IntConsumer initialize);

    /** The existing object with this name and kind. Also works in a session that is being closed. */
    SharedObject find(int kind, String name);

    /** A generated name that users cannot choose. */
    String freshName(String kind);

    /** Refuses a name that users may not choose. */
    String checkName(String name);

    /** Serializes a user's object for other processes of the session. */
    byte[] serialize(Object object);

    /** The file of an object that needs more room than the object table has. */
    Path file(String name);
}
