package dev.multiproc.launcher.run;

import dev.multiproc.worker.ItemConsumer;
import dev.multiproc.worker.WorkerContext;

/** A user's consumer: cannot pack order 7, and dies of order 13 the first time. */
public final class Packing implements ItemConsumer<Orders.Order> {
    private WorkerContext worker;

    @Override
    public void start(WorkerContext given) {
        worker = given;
        System.out.println(worker.name() + " of " + worker.count() + " begins");
    }

    @Override
    public void accept(Orders.Order order) {
        if (order.number() == 7) {
            throw new IllegalStateException("no box for " + order);
        }
        if (order.number() == 13 && worker.deliveryCount() == 1) {
            Runtime.getRuntime().halt(9);
        }
        System.out.println("packed " + order.number());
    }

    @Override
    public void close() {
        System.out.println(worker.name() + " has closed");
    }
}
