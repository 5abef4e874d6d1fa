package dev.multiproc.manager;

/**
 * What has become of one-way calls, until the client asks: only the first failure is kept.
 *
 * <p><b>Threads</b>: used by one.
 */
final class OneWayFailures {
    private Throwable first;
    private int count;

    void add(Throwable failure) {
        if (count == 0) {
            first = failure;
        }
        count++;
    }

    /** Throws if there are any, and forgets them. */
    void throwAny() {
        if (count > 0) {
            ManagerException all = new ManagerException(
                    count + " one-way calls have failed since the last flush, the first with: " + first, first);
            count = 0;
            first = null;
            throw all;
        }
    }
}
