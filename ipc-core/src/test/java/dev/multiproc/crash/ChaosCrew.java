package dev.multiproc.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.ProcessTask;
import dev.multiproc.queue.Delivery;
import dev.multiproc.queue.JoinableQueue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Producers and consumers that keep a ledger while they are killed, and what the ledger must say in the end. */
final class ChaosCrew {
    static final int CAPACITY = 50;

    private static final int MEDIUM = 20_000;
    /** In a file beside the log. */
    private static final int LARGE = 100_000;

    private static final int BULK = 5;

    private ChaosCrew() {}

    /** Even places produce, odd ones consume. */
    static ProcessTask member(JoinableQueue<String> queue, Ledger ledger, int place, long seed) {
        return place % 2 == 0 ? new Producer(queue, ledger, seed) : new Consumer(queue, ledger, seed);
    }

    /** An item's producer and number, without its padding. */
    static String nameOf(String item) {
        return item.substring(0, item.indexOf(' '));
    }

    /** Puts items of its own, in each of the ways there are, until it is killed. */
    private record Producer(JoinableQueue<String> queue, Ledger ledger, long seed) implements ProcessTask {
        @Override
        public void run() throws Exception {
            Random random = new Random(seed);
            long pid = ProcessHandle.current().pid();
            for (int i = 0; ; i++) {
                if (random.nextInt(20) == 0) {
                    List<String> bulk = new ArrayList<>();
                    for (int last = i + BULK; i < last; i++) {
                        bulk.add(item(pid, i, random));
                    }
                    note(Ledger.PUTTING, bulk);
                    queue.putAll(bulk);
                    note(Ledger.PUT, bulk);
                }
                List<String> one = List.of(item(pid, i, random));
                note(Ledger.PUTTING, one);
                boolean isPut = false;
                while (!isPut) {
                    isPut = queue.offer(one.get(0), random.nextInt(10), TimeUnit.MILLISECONDS);
                }
                note(Ledger.PUT, one);
            }
        }

        private void note(String event, List<String> items) throws Exception {
            for (String item : items) {
                ledger.note(event, nameOf(item));
            }
        }

        private static String item(long pid, int number, Random random) {
            int kind = random.nextInt(50);
            return pid + "-" + number + " " + "x".repeat(kind == 0 ? LARGE : kind < 4 ? MEDIUM : kind);
        }
    }

    /** Takes items, gives some back, and finishes the others, until it is killed. */
    private record Consumer(JoinableQueue<String> queue, Ledger ledger, long seed) implements ProcessTask {
        @Override
        public void run() throws Exception {
            Random random = new Random(seed);
            while (true) {
                try (Delivery<String> delivery = queue.receive()) {
                    String item = nameOf(delivery.value());
                    ledger.note(delivery.deliveryCount() == 1 ? Ledger.TOOK_FIRST : Ledger.TOOK, item);
                    if (random.nextInt(30) == 0) {
                        delivery.retry();
                        continue;
                    }
                    ledger.note(Ledger.FINISHING, item);
                    delivery.done();
                    ledger.note(Ledger.FINISHED, item);
                }
            }
        }
    }

    /** Counts the items in the log and compares with the queue's counters, while nobody is at it. */
    static void assertCountersEqualTheLog(JoinableQueue<String> queue) {
        assertThat(queue.iterator()).toIterable().hasSize(queue.size());
    }

    /**
     * Each item that was put was finished, or was in the queue to the end; none was finished twice; and each consumer saw each
     * producer's items in order.
     *
     * @param left what the queue held in the end
     */
    static void assertNothingLost(Ledger ledger, List<String> left) throws Exception {
        Set<String> touched = Set.copyOf(ledger.items(Ledger.FINISHING));
        Set<String> finished = Set.copyOf(ledger.items(Ledger.FINISHED));
        Set<String> accounted = left.stream().map(ChaosCrew::nameOf).collect(Collectors.toSet());
        assertThat(accounted).as("no item stands in the queue twice").hasSameSizeAs(left);
        assertThat(accounted).as("what is finished does not come again").doesNotContainAnyElementsOf(finished);
        accounted.addAll(touched);
        assertThat(accounted).as("nothing is lost").containsAll(ledger.items(Ledger.PUT));
        assertThat(Set.copyOf(ledger.items(Ledger.PUTTING)))
                .as("nothing comes from nowhere")
                .containsAll(accounted);
        assertThat(ledger.items(Ledger.FINISHED)).as("finished once").doesNotHaveDuplicates();
        for (List<String> seen : ledger.itemsByProcess(Ledger.TOOK_FIRST)) {
            assertInOrder(seen);
        }
    }

    /** Each sender's items, named by their sender and number, in the order of their numbers. */
    static void assertInOrder(List<String> items) {
        Map<String, Integer> last = new HashMap<>();
        for (String item : items) {
            String[] parts = item.split("-", 2);
            int number = Integer.parseInt(parts[1]);
            Integer before = last.put(parts[0], number);
            assertThat(before == null ? -1 : before)
                    .as("producer %s's order", parts[0])
                    .isLessThan(number);
        }
    }
}
