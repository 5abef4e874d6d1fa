package dev.multiproc.redis.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Has what several threads put at a time go to the server in one request: while one is on its way, others gather, and one of them
 * sends for all. Each returns when the server has its own.
 *
 * <p><b>Threads</b>: used by several at once.
 */
final class TogetherPuts {
    private final Consumer<List<byte[]>> send;
    private Group gathering = new Group();
    private boolean isSending;

    TogetherPuts(Consumer<List<byte[]>> send) {
        this.send = send;
    }

    /** What goes in one request. Guarded by the whole. */
    private static final class Group {
        private final List<byte[]> bodies = new ArrayList<>();
        private boolean isDone;
        private RuntimeException failure;
    }

    void put(byte[] body) {
        Group mine = join(body);
        if (mine == null) {
            return;
        }
        RuntimeException failure = new IllegalStateException("the thread that put the item for this one has failed");
        try {
            for (int begin = 0; begin < mine.bodies.size(); ) {
                int end = Chunk.end(mine.bodies, begin);
                send.accept(mine.bodies.subList(begin, end));
                begin = end;
            }
            failure = null;
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        } finally {
            ended(mine, failure);
        }
    }

    /** Returns null when another thread has sent it, and the group if this thread is to. */
    private synchronized Group join(byte[] body) {
        Group mine = gathering;
        mine.bodies.add(body);
        boolean wasInterrupted = false;
        while (!mine.isDone && (isSending || gathering != mine)) {
            try {
                wait();
            } catch (InterruptedException e) {
                // What was sent may have been done, so that the answer is needed.
                wasInterrupted = true;
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
        if (mine.isDone) {
            if (mine.failure != null) {
                throw mine.failure;
            }
            return null;
        }
        isSending = true;
        gathering = new Group();
        return mine;
    }

    private synchronized void ended(Group group, RuntimeException failure) {
        isSending = false;
        group.isDone = true;
        group.failure = failure;
        notifyAll();
    }
}
