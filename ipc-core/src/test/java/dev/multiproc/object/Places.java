package dev.multiproc.object;

import dev.multiproc.Multiprocessing;

/** The places of a session's objects. */
final class Places {
    private static final int COUNT = 1024;

    private Places() {}

    /** Makes and deletes so many objects that each place has been used. */
    static void useAll(Multiprocessing session) {
        for (int i = 0; i < COUNT; i++) {
            session.sharedInteger(i).delete();
        }
    }
}
