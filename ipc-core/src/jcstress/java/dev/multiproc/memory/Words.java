package dev.multiproc.memory;

import dev.multiproc.Multiprocessing;
import dev.multiproc.sync.SharedLock;
import java.util.concurrent.atomic.AtomicInteger;

/** Words of mapped memory for the states of the tests, a cache line each; far more than are in use at a time. */
final class Words {
    /** In words. */
    private static final int LINE = 8;

    private static final int STATES = 1 << 17;
    private static final int LOCK_COUNT = 16;

    @SuppressWarnings("MustBeClosedChecker") // Its JVM's end closes it.
    private static final Multiprocessing SESSION = Multiprocessing.open();

    static final SharedLongArray ARRAY = SESSION.sharedLongArray(STATES * LINE);
    private static final SharedLock[] LOCKS = new SharedLock[LOCK_COUNT];
    private static final AtomicInteger NEXT = new AtomicInteger();

    static {
        for (int i = 0; i < LOCK_COUNT; i++) {
            LOCKS[i] = SESSION.lock();
        }
    }

    private Words() {}

    /** The first of some words that are zero. */
    static int take() {
        int first = (NEXT.getAndIncrement() & STATES - 1) * LINE;
        for (int i = first; i < first + LINE; i++) {
            ARRAY.setPlain(i, 0);
        }
        return first;
    }

    static SharedLock lock(int words) {
        return LOCKS[words / LINE % LOCK_COUNT];
    }
}
