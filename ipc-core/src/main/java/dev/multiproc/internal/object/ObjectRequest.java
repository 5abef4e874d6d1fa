package dev.multiproc.internal.object;

/**
 * What is asked of the registry.
 *
 * @param name of the object
 * @param mode whether it is to be found, or made
 */
public record ObjectRequest(String name, OpenMode mode) {
    /** The object of a name that the library gives, made if it is not there. */
    public static ObjectRequest ofOwn(String name) {
        return new ObjectRequest(name, OpenMode.OPEN_OR_CREATE);
    }
}
