package dev.multiproc.internal.control;

/** Whether the object that some words belong to is still there. What waits for one of its words asks now and then. */
public interface Existence {
    /** Of what is never deleted. */
    Existence ENDLESS = new Existence() {
        @Override
        public boolean isOver() {
            return false;
        }

        @Override
        public void check() {}
    };

    /** Whether the object was deleted. Reads shared words only. */
    boolean isOver();

    /** Throws if the object was deleted; the exception says which one. */
    void check();
}
