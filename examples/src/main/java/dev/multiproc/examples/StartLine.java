package dev.multiproc.examples;

import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.SharedQueue;
import java.io.Serializable;

/** Makes children wait for one another, so that a demo shows the same on a slow machine as on a quick one. */
record StartLine(SharedQueue<String> arrived, SharedQueue<String> go) implements Serializable {
    static StartLine in(Multiprocessing mp) {
        return new StartLine(mp.queue(), mp.queue());
    }

    /** In a child: waits until the parent releases all children. */
    void await() throws InterruptedException {
        arrived.put("arrived");
        go.take();
    }

    /** In the parent: waits until this many children have arrived, and releases them. */
    void open(int children) throws InterruptedException {
        for (int i = 0; i < children; i++) {
            arrived.take();
        }
        for (int i = 0; i < children; i++) {
            go.put("go");
        }
    }
}
