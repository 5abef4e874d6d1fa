package dev.multiproc.redis.queue;

import java.util.List;

/** Items that go to the server in several requests: not too many, and not too much, in each. */
final class Chunks {
    private static final int MOST = 256;
    private static final int MOST_BYTES = 1024 * 1024;

    private final List<byte[]> all;
    private int begin;

    Chunks(List<byte[]> all) {
        this.all = all;
    }

    boolean isEmpty() {
        return begin == all.size();
    }

    List<byte[]> next() {
        int end = begin;
        long size = 0;
        while (end < all.size() && end - begin < MOST && (end == begin || size + all.get(end).length <= MOST_BYTES)) {
            size += all.get(end++).length;
        }
        return all.subList(begin, end);
    }

    void done(int count) {
        begin += count;
    }

    /** How many are done. */
    int count() {
        return begin;
    }
}
