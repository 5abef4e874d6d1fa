package dev.multiproc.launcher.run;

import dev.multiproc.worker.ItemProducer;
import dev.multiproc.worker.WorkerContext;
import java.io.Serializable;

/** A user's producer: twenty orders, from where it had come. */
public final class Orders implements ItemProducer<Orders.Order> {
    private static final int COUNT = 20;

    private int next;

    record Order(int number, String what) implements Serializable {}

    @Override
    public void start(WorkerContext worker) {
        next = (int) worker.itemsBefore();
    }

    @Override
    public Order next() {
        return next < COUNT ? new Order(next++, "buns") : null;
    }
}
