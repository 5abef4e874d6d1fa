package dev.multiproc.redis.sync;

import java.util.List;

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

    /** What the keys of an object of this kind may have behind the object's own key. */
    default List<String> endings() {
        return List.of();
    }

    /** Whether a Java object can still be used in this process; if not, another one is made when it is found again. */
    default boolean isUsable(Object object) {
        return true;
    }

    /** Frees what a dead process holds of an object of this kind. */
    void sweep(Place place, Registry registry, String deadProcess);

    /** Has the server know all that this process has done with an object of this kind. */
    default void flush(Object object) {}
}
