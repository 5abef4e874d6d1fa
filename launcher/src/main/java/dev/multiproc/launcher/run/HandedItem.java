package dev.multiproc.launcher.run;

import dev.multiproc.codec.Codec;
import dev.multiproc.launcher.output.StandardStream;
import dev.multiproc.launcher.run.WorkerJournal.Counter;
import dev.multiproc.launcher.work.Delivered;
import dev.multiproc.queue.Delivery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** An item that a consumer has taken; it records in the consumer's journal what becomes of it. */
final class HandedItem implements Delivered {
    private final Item item;
    /** Null if the queue is a plain one, from which an item is gone once taken. */
    private final Delivery<Item> delivery;

    private final ConsumerTask task;
    private final WorkerJournal journal;
    private final Codec codec;
    private final long takenNanos = System.nanoTime();

    HandedItem(Item item, Delivery<Item> delivery, ConsumerTask task, WorkerJournal journal, Codec codec) {
        this.item = item;
        this.delivery = delivery;
        this.task = task;
        this.journal = journal;
        this.codec = codec;
    }

    Item item() {
        return item;
    }

    @Override
    public boolean isOfThisRun() {
        return item.runId() == task.workload().runId();
    }

    @Override
    public byte[] bytes() {
        return item.encoded() ? value().toString().getBytes(StandardCharsets.UTF_8) : item.content();
    }

    @Override
    public Object value() {
        return item.encoded() ? codec.decode(item.content()) : new String(item.content(), StandardCharsets.UTF_8);
    }

    @Override
    public int producer() {
        return item.producer();
    }

    @Override
    public int number() {
        return item.number();
    }

    @Override
    public long sequence() {
        return RunTotals.indexOf(item, task.workload().producers()) + 1;
    }

    @Override
    public int deliveryCount() {
        return delivery == null ? 1 : delivery.deliveryCount();
    }

    @Override
    public void done() throws IOException {
        long micros = (System.nanoTime() - takenNanos) / 1000;
        // Recorded before it is acknowledged: a kill in between shows as an item consumed twice, not as a lost one.
        if (isOfThisRun()) {
            journal.addFinished(RunTotals.indexOf(item, task.workload().producers()));
            if (!task.sink().finishesLater() && journal.isSlow(micros)) {
                journal.addSlow(micros, text());
            }
        } else {
            journal.add(Counter.OF_EARLIER_RUNS, 1);
        }
        forget();
    }

    private byte[] text() {
        String name = "item " + sequence();
        byte[] bytes = bytes();
        return bytes.length == 0
                ? name.getBytes(StandardCharsets.UTF_8)
                : (name + ": "
                                + new String(
                                        bytes, 0, Math.min(bytes.length, SlowItem.TEXT_LENGTH), StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void failed(String reason) {
        journal.add(Counter.FAILED, 1);
        if (delivery == null || deliveryCount() >= task.workload().maxDeliveries()) {
            journal.add(Counter.GIVEN_UP, 1);
        }
        String line = reason.strip().lines().findFirst().orElse("");
        if (!task.worker().outputOptions().quiet()) {
            StandardStream.ERR.printlnIgnoringErrors(
                    "multiproc: " + task.worker().name() + ": item " + sequence() + " failed, delivery "
                            + deliveryCount() + ": " + line);
        }
        if (delivery != null) {
            delivery.retry(line);
        }
    }

    /** It does not come again, and is counted nowhere. */
    void forget() {
        if (delivery != null) {
            delivery.done();
        }
    }
}
