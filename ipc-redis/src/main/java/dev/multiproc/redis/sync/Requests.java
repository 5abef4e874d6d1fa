package dev.multiproc.redis.sync;

import java.util.ArrayDeque;

/**
 * Numbers requests, so that one that is sent again after a lost connection is not performed twice. The server keeps the last answer
 * of each slot. A slot has one request at a time; there are as many slots as there were requests at a time.
 *
 * <p><b>Threads</b>: used by several at once.
 */
public final class Requests {
    private final ArrayDeque<Slot> idle = new ArrayDeque<>();
    private int count;

    /** One request's. */
    static final class Slot {
        private final String name;
        private long number;

        private Slot(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }

        String number() {
            return Long.toString(number);
        }
    }

    synchronized Slot begin() {
        Slot slot = idle.poll();
        if (slot == null) {
            slot = new Slot(Integer.toString(count++));
        }
        slot.number++;
        return slot;
    }

    synchronized void end(Slot slot) {
        idle.push(slot);
    }
}
