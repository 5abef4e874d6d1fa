package dev.multiproc.internal.object;

/** Turns what a user says into requests. */
public final class Naming {
    private final ObjectRegistry objects;
    private final OpenMode mode;

    /**
     * For the objects of a session.
     *
     * @param mode what to do with the user's names
     */
    public Naming(ObjectRegistry objects, OpenMode mode) {
        this.objects = objects;
        this.mode = mode;
    }

    /** The mode for a name. A generated one can only be found: users cannot give such names. */
    private OpenMode modeFor(String name) {
        return SafeName.isGenerated(name) ? OpenMode.OPEN_ONLY : mode;
    }

    /** Asks for the object with a name. Throws if there can be none. */
    public ObjectRequest named(String name) {
        SafeName.check(name);
        if (mode == OpenMode.CREATE_ONLY) {
            SafeName.checkNew(name);
        }
        return new ObjectRequest(name, modeFor(name));
    }

    /** Asks for an object that must exist. */
    public static ObjectRequest existing(String name) {
        return new ObjectRequest(SafeName.check(name), OpenMode.OPEN_ONLY);
    }

    /**
     * Asks for a new object without a name.
     *
     * @param kind a word for the name that it gets
     */
    public ObjectRequest fresh(String kind) {
        if (mode == OpenMode.OPEN_ONLY) {
            throw new UnsupportedOperationException(
                    "an object without a name cannot be found: give its name, or ask the session itself for a new one");
        }
        return new ObjectRequest(objects.freshName(kind), OpenMode.OPEN_OR_CREATE);
    }
}
