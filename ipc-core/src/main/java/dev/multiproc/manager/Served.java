package dev.multiproc.manager;

/** An object in the manager's process, and how many references to it clients have. */
final class Served {
    private final long number;
    private final Exposed exposed;
    private final Object object;

    /** Guarded by the table of objects. */
    private int references;

    Served(long number, Exposed exposed, Object object) {
        this.number = number;
        this.exposed = exposed;
        this.object = object;
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

    /** Changes the number of references; returns whether there are any. */
    boolean count(int change) {
        references += change;
        return references > 0;
    }
}
