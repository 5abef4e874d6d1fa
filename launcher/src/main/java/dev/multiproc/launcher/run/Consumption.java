package dev.multiproc.launcher.run;

import dev.multiproc.codec.Codec;
import dev.multiproc.launcher.output.StandardStream;
import dev.multiproc.launcher.run.WorkerJournal.Counter;
import dev.multiproc.launcher.work.CommandEndedException;
import dev.multiproc.launcher.work.Handler;
import dev.multiproc.queue.Delivery;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueShutdownException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Hands the items of one consumer to its sink, and records what becomes of them. For one thread. */
final class Consumption {
    private static final long CHECK_MILLIS = 50;
    private static final long NO_CHECK_MILLIS = TimeUnit.DAYS.toMillis(1);

    private final ConsumerTask task;
    private final WorkerJournal journal;
    private final Codec codec;
    private final RunContext context;
    private final long patienceMillis;
    /** The signal that no more items come; null as long as it has not come. */
    private HandedItem end;

    Consumption(ConsumerTask task, WorkerJournal journal, Codec codec) {
        this.task = task;
        this.journal = journal;
        this.codec = codec;
        this.context = new RunContext(task.worker(), journal, Workload.NO_LIMIT);
        this.patienceMillis = task.sink().finishesLater() || task.stop() != null ? CHECK_MILLIS : NO_CHECK_MILLIS;
    }

    void run() throws Exception {
        try (Handler handler = task.sink().open()) {
            handler.start(context);
            consumeAll(handler);
        }
        if (end != null) {
            // Not before: if this process dies while it ends, it takes its items and this signal again, or another one
            // does.
            end.forget();
        }
    }

    private void consumeAll(Handler handler) throws Exception {
        try {
            while (!isStopped() && consumeNext(handler)) {
                handler.check();
            }
        } catch (QueueShutdownException noMoreItems) {
            return;
        }
    }

    private boolean isStopped() {
        return task.stop() != null && task.stop().isSet();
    }

    /** Returns false at the end signal. */
    private boolean consumeNext(Handler handler) throws Exception {
        if (!(task.queue() instanceof JoinableQueue<Item> joinable)) {
            Item item = task.queue().poll(patienceMillis, TimeUnit.MILLISECONDS);
            return item == null || consume(handed(item, null), handler);
        }
        Delivery<Item> delivery = joinable.receive(patienceMillis, TimeUnit.MILLISECONDS);
        return delivery == null || consume(handed(delivery.value(), delivery), handler);
    }

    private HandedItem handed(Item item, Delivery<Item> delivery) {
        return new HandedItem(item, delivery, task, journal, codec);
    }

    private boolean consume(HandedItem handed, Handler handler) throws Exception {
        if (handed.item().isEnd()) {
            if (handed.isOfThisRun()) {
                end = handed;
                return false;
            }
            handed.forget();
            return true;
        }
        recordTaking(handed);
        context.deliver(handed.deliveryCount());
        long beginNanos = System.nanoTime();
        try {
            handler.accept(handed);
        } catch (CommandEndedException | InterruptedException end) {
            throw end;
        } catch (IOException e) {
            if (StandardStream.isBrokenPipe(e)) {
                throw e;
            }
            handed.failed(e.toString());
        } catch (Exception | LinkageError | StackOverflowError e) {
            handed.failed(e.toString());
        } finally {
            journal.add(Counter.BUSY_NANOS, System.nanoTime() - beginNanos);
        }
        return true;
    }

    private void recordTaking(HandedItem handed) {
        if (handed.deliveryCount() > 1) {
            journal.add(Counter.REDELIVERED, 1);
        }
        if (handed.isOfThisRun()) {
            journal.add(Counter.TAKEN, 1);
            journal.addLatency(WorkerJournal.nowMicros() - handed.item().putMicros());
        }
    }
}
