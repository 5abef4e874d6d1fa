package dev.multiproc.redis.sync;

import dev.multiproc.codec.Codec;
import java.util.Map;

/** The shared objects of a session at a server, with one Java object each in this process. */
public interface Registry {
    /** What an object is made with. */
    interface Content {
        /** The fields of its hash. */
        Map<String, byte[]> fields();

        /** The string at its key with {@code :v} behind; null if it has none. */
        default byte[] data() {
            return null;
        }

        /** Called with this process's object if this call has made it. */
        default void made(Object object) {}
    }

    /** Finds an object of a kind, or makes it; as this registry's mode says. */
    Object named(Kind kind, String name, Content content);

    /** Makes an object with a name that is found for it. */
    Object fresh(Kind kind, Content content);

    /**
     * Finds or makes what belongs to another object, and is deleted with it.
     *
     * @param name which users cannot give, or did give; null for one that is found for it
     */
    Object part(Kind kind, String name, Place owner, Content content);

    /** Throws if no user can give this name to an object. */
    String checkName(String name);

    /** The session's codec, for values. */
    Codec codec();

    /** Finds an object of a kind. */
    Object find(Kind kind, String name);
}
