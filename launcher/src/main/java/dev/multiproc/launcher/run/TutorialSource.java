package dev.multiproc.launcher.run;

import dev.multiproc.launcher.args.DurationRange;
import dev.multiproc.launcher.work.Source;
import dev.multiproc.worker.ItemProducer;
import dev.multiproc.worker.WorkerContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The tutorials' producer: takes its time for each item, and prints a line.
 *
 * @param worker which producer it is for
 * @param time how long it takes to produce an item
 * @param payloadLength the bytes of each item
 */
record TutorialSource(Worker worker, DurationRange time, int payloadLength) implements Source {
    @Override
    public ItemProducer<?> open() {
        WorkerOutput output = worker.openOutput();
        return new ItemProducer<byte[]>() {
            private WorkerContext context;
            private int number;

            @Override
            public void start(WorkerContext given) {
                context = given;
                number = (int) given.itemsBefore();
            }

            @Override
            public byte[] next() throws InterruptedException {
                Duration needed = Duration.ofNanos(time.pickNanos(context.random()));
                if (context.timeLeft().compareTo(needed) < 0) {
                    return null;
                }
                TimeUnit.NANOSECONDS.sleep(needed.toNanos());
                // Printed before the put; otherwise a consumer could print the item before its producer does.
                output.println(worker.outputOptions().language().produced(worker, number));
                return Payload.of(worker.index(), number++, payloadLength);
            }
        };
    }

    @Override
    public boolean givesLines() {
        return true;
    }

    @Override
    public String describe() {
        return "the tutorials' producer";
    }
}
