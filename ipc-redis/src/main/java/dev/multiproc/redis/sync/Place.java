package dev.multiproc.redis.sync;

/** Where a shared object is: what its session knows of it. */
public interface Place {
    /** Its name in the session. */
    String name();

    /** Its public type. */
    String title();

    /** The key of its hash. Its other keys begin with it; no later object has the same. */
    String key();

    Link link();

    /** Removes it from the session, with all keys that begin with its own; false if some process did so before. */
    boolean delete();

    /** What is serialized in its place. */
    Object handle();
}
