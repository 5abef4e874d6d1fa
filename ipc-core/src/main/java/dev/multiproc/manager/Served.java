package dev.multiproc.manager;

/** An object in the manager's process, and how many references to it clients have. */
final class Served {
    private final long number;
    private final Exposed exposed;
    private final Object object;
    private final MethodUse[] uses;

    /** Guarded by the table of objects. */
    private int references;

    Served(long number, Exposed exposed, Object object, MethodUse[] uses) {
        this.number = number;
        this.exposed = exposed;
        this.object = object;
        this.uses = uses;
    }

    long number() {
        return number;
    }

    Exposed exposed() {
        return exposed;
    }

    Object object() {
        return object;
    }

    /** How its type's method of that number is used. */
    MethodUse use(int method) {
        return uses[MethodUses.index(method)];
    }

    /** Changes the number of references; returns whether there are any. */
    boolean count(int change) {
        references += change;
        return references > 0;
    }
}
