package dev.multiproc.redis.sync;

/** A kind of shared object. */
public interface Kind {
    /** Its code in handles; never reused for another kind. */
    int code();

    /** The public type. */
    String title();

    /** A word for the names that objects without a name get. */
    String word();

    /** Makes this process's Java object for a shared object. */
    Object attach(Place place, Registry registry);

    /** Frees what a dead process holds of an object of this kind. */
    void sweep(Place place, Registry registry, String deadProcess);
}
