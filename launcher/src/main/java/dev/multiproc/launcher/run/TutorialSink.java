package dev.multiproc.launcher.run;

import dev.multiproc.launcher.args.DurationRange;
import dev.multiproc.launcher.work.Delivered;
import dev.multiproc.launcher.work.Handler;
import dev.multiproc.launcher.work.Sink;
import dev.multiproc.worker.WorkerContext;
import java.util.concurrent.TimeUnit;

/**
 * The tutorials' consumer: takes its time for each item, and prints a line.
 *
 * @param worker which consumer it is for
 * @param time how long it takes to consume an item
 * @param payloadLength the bytes that each item must have
 */
record TutorialSink(Worker worker, DurationRange time, int payloadLength) implements Sink {
    @Override
    public Handler open() {
        WorkerOutput output = worker.openOutput();
        return new Handler() {
            private WorkerContext context;

            @Override
            public void start(WorkerContext given) {
                context = given;
            }

            @Override
            public void accept(Delivered item) throws Exception {
                Payload.check(item, item.isOfThisRun() ? payloadLength : -1);
                TimeUnit.NANOSECONDS.sleep(time.pickNanos(context.random()));
                output.println(worker.outputOptions().language().consumed(worker.name(), item));
                item.done();
            }
        };
    }

    @Override
    public String describe() {
        return "the tutorials' consumer";
    }
}
