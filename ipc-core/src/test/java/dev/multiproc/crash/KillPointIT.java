package dev.multiproc.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.ProcessTask;
import dev.multiproc.internal.control.KillPoint;
import dev.multiproc.internal.control.KillSwitch;
import dev.multiproc.internal.object.ObjectKillPoint;
import dev.multiproc.internal.queue.QueueKillPoint;
import dev.multiproc.internal.session.SessionKillPoint;
import dev.multiproc.queue.Delivery;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueOptions;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.KillPointSource;
import dev.multiproc.testing.LeavesNothingBehind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * A process is ended at each named place in turn. Whatever it was at, the others go on: what was put is delivered, nothing twice
 * but what the dead one held, and a join returns.
 */
@ExtendWith(LeavesNothingBehind.class)
class KillPointIT {
    private static final int BEFORE = 6;
    private static final int AFTER = 4;
    private static final String LARGE = "x".repeat(100_000);
    private static final String BULKY = "y".repeat(25_000);
    private static final int BULK = 4_000;
    private static final int GRANDCHILDREN = 20;
    /** Longer than {@link #check} holds an item; who is killed makes it shorter. */
    private static final Duration LEASE = Duration.ofSeconds(60);

    private static final Duration DELAY = Duration.ofMillis(20);
    /** A page of the first file is none of so many. */
    private static final int IN_SECOND_FILE = 40;

    @TempDir
    private Path directory;

    /** Puts items until it is ended. */
    record Putter(JoinableQueue<String> queue, Ledger ledger, String killAt, String padding) implements ProcessTask {
        @Override
        public void run() throws Exception {
            KillSwitch.arm(killAt);
            for (int i = 0; i < 20; i++) {
                ledger.note(Ledger.PUTTING, "victim" + i);
                queue.put("victim" + i + padding);
                ledger.note(Ledger.PUT, "victim" + i);
            }
        }
    }

    /** Puts items, ten at a time, until it is ended. */
    record BulkPutter(JoinableQueue<String> queue, Ledger ledger, String killAt) implements ProcessTask {
        @Override
        public void run() throws Exception {
            KillSwitch.arm(killAt);
            for (int run = 0; run < 20; run++) {
                List<String> names = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    names.add("victim" + run + "-" + i);
                    ledger.note(Ledger.PUTTING, names.get(i));
                }
                queue.putAll(names.stream().map(name -> name + BULKY).toList());
                for (String name : names) {
                    ledger.note(Ledger.PUT, name);
                }
            }
        }
    }

    /** Puts much and finishes it, so that pages and files change. */
    record Streamer(JoinableQueue<String> queue, Ledger ledger, String killAt, int ahead) implements ProcessTask {
        @Override
        public void run() throws Exception {
            KillSwitch.arm(killAt);
            for (int i = 0; i < BULK; i++) {
                ledger.note(Ledger.PUTTING, "victim" + i);
                queue.put("victim" + i + BULKY);
                ledger.note(Ledger.PUT, "victim" + i);
                if (i >= ahead) {
                    finishOne(queue, ledger);
                }
            }
            while (!queue.isEmpty()) {
                finishOne(queue, ledger);
            }
        }
    }

    /** Takes and finishes items until it is ended. */
    record Taker(JoinableQueue<String> queue, Ledger ledger, String killAt) implements ProcessTask {
        @Override
        public void run() throws Exception {
            KillSwitch.arm(killAt);
            while (true) {
                finishOne(queue, ledger);
            }
        }
    }

    /** Takes items and gives them back until it is ended. */
    record Returner(JoinableQueue<String> queue, String killAt) implements ProcessTask {
        @Override
        public void run() throws Exception {
            KillSwitch.arm(killAt);
            while (true) {
                try (Delivery<String> delivery = queue.receive()) {
                    delivery.retry();
                }
            }
        }
    }

    /** Takes items and gives them back with a delay until it is ended. */
    record Delayer(JoinableQueue<String> queue, String killAt) implements ProcessTask {
        @Override
        public void run() throws Exception {
            KillSwitch.arm(killAt);
            while (true) {
                queue.receive().retry(DELAY);
            }
        }
    }

    /** Holds an item beyond its lease, and takes the next, until it is ended. */
    record Hanger(JoinableQueue<String> queue, String killAt) implements ProcessTask {
        @Override
        public void run() throws Exception {
            KillSwitch.arm(killAt);
            while (true) {
                queue.receive().extend(DELAY);
            }
        }
    }

    /** Has children that die over an item until it is ended while it sweeps one of them. */
    record Sweeper(JoinableQueue<String> queue, String killAt, String childKillAt) implements ProcessTask {
        @Override
        public void run() throws Exception {
            KillSwitch.arm(killAt);
            for (int i = 0; i < GRANDCHILDREN; i++) {
                Multiprocessing.current()
                        .process(new Dier(queue, childKillAt))
                        .start()
                        .join();
            }
        }
    }

    /** Takes an item and puts it again until it is ended. */
    record Dier(JoinableQueue<String> queue, String killAt) implements ProcessTask {
        @Override
        public void run() throws Exception {
            KillSwitch.arm(killAt);
            queue.offer("in doubt");
            try (Delivery<String> delivery = queue.receive()) {
                delivery.retry();
            }
        }
    }

    /** Starts a child, and is ended meanwhile. */
    record Spawner(String killAt) implements ProcessTask {
        @Override
        public void run() {
            KillSwitch.arm(killAt);
            Multiprocessing.current().process(() -> {}).start();
        }
    }

    /** Makes a queue, and is ended meanwhile. */
    record Maker(String killAt) implements ProcessTask {
        @Override
        public void run() {
            KillSwitch.arm(killAt);
            Multiprocessing.current().queue("made");
        }
    }

    private static void finishOne(JoinableQueue<String> queue, Ledger ledger) throws Exception {
        String item = nameOf(queue.take());
        ledger.note(Ledger.TOOK, item);
        ledger.note(Ledger.FINISHING, item);
        queue.taskDone();
        ledger.note(Ledger.FINISHED, item);
    }

    private static String nameOf(String item) {
        return item.replaceAll("[xy]+$", "");
    }

    private static ProcessTask victim(KillPoint point, JoinableQueue<String> queue, Ledger ledger) {
        String name = point.name();
        return switch (point.name()) {
            case "PUT_LOCKED", "PUT_WRITTEN", "PUT_COUNTED", "PUT_PUBLISHED", "PUT_TAIL_MOVED", "PUT_UNLOCKED" ->
                new Putter(queue, ledger, name + ":5", "");
            case "PUT_SPILL_NAMED" -> new Putter(queue, ledger, name + ":5", LARGE);
            case "PAGE_ENDED", "PAGE_ENTERED", "PAGE_OPENED", "PAGE_APPENDED", "PAGE_LINKED" ->
                new Streamer(queue, ledger, name + ":2", 0);
            case "ROLL_PREPARED", "ROLL_TAKEN", "RETIRE_BEGUN" -> new Streamer(queue, ledger, name, 0);
            case "RETIRE_DELETED" -> new Streamer(queue, ledger, name, BULK);
            case "TAKE_CLAIMED", "TAKE_HEAD_MOVED", "TAKE_READ", "DONE_BEGUN", "DONE_MARKED" ->
                new Taker(queue, ledger, name + ":3");
            case "RETURN_MARKED", "RETURN_TAKEN", "DEAD_LETTER_MARKED", "DEAD_LETTER_PUT" -> new Returner(queue, name);
            case "RETURN_DELAYED" -> new Delayer(queue, name);
            case "TAKE_LEASED", "DUE_CLEARED", "LEASE_ENDED", "LEASE_EXTENDED" -> new Hanger(queue, name);
            case "SWEEP_BEGUN", "SWEEP_SETTLED" -> new Sweeper(queue, name, "TAKE_CLAIMED");
            case "SWEEP_LOCK_TAKEN" -> new Sweeper(queue, name, "PUT_PUBLISHED");
            case "SPAWN_RESERVED", "SPAWN_PREPARED", "SPAWN_STARTED" -> new Spawner(name);
            case "OBJECT_RESERVED" -> new Maker(name);
            case "CHILD_BEGUN", "CHILD_ENTERED" -> () -> {};
            default -> throw new AssertionError("no victim comes to " + point);
        };
    }

    @ParameterizedTest
    @KillPointSource(
            except = {
                "SYNC_.*",
                "SIGNAL_.*",
                "WAITER_.*",
                "MEMORY_.*",
                "PIPE_.*",
                "FORWARD_.*",
                "REDRIVE_.*",
                "SHUTDOWN_.*",
                "TAKE_FINISHED",
                "OBJECT_WORDS_MADE",
                "OBJECT_DELET.*",
                "OBJECT_FILES_DELETED"
            })
    void theOthersGoOn(KillPoint point) throws Exception {
        boolean atStart = point == SessionKillPoint.CHILD_BEGUN || point == SessionKillPoint.CHILD_ENTERED;
        Options options =
                atStart ? Options.defaults().withJvmArgs("-Dmultiproc.killAt=" + point.name()) : Options.defaults();
        Ledger ledger = new Ledger(directory.toString());
        boolean moves = point == QueueKillPoint.DEAD_LETTER_MARKED || point == QueueKillPoint.DEAD_LETTER_PUT;
        try (Multiprocessing mp = Multiprocessing.open(options)) {
            JoinableQueue<String> queue = mp.joinableQueue(options(point, moves ? 1 : GRANDCHILDREN * 2));
            for (int i = 0; i < BEFORE; i++) {
                queue.put("before" + i);
            }
            ChildProcess victim = mp.process(victim(point, queue, ledger)).start();
            victim.join();
            assertThat(victim.exitCode()).as("the place was reached").hasValue(-9);
            if (point == ObjectKillPoint.OBJECT_RESERVED) {
                SharedQueue<String> made = mp.queue("made");
                made.put("item");
                assertThat(made.take()).isEqualTo("item");
            }
            check(queue, ledger);
        }
    }

    private static QueueOptions options(KillPoint point, int maxDeliveries) {
        QueueOptions options = QueueOptions.unbounded().withMaxDeliveries(maxDeliveries);
        boolean hasLease = point.name().matches("TAKE_LEASED|DUE_CLEARED|LEASE_.*");
        return hasLease ? options.withLease(LEASE) : options;
    }

    /** The same where the item whose lease has ended becomes a dead letter: whoever finds that moves it. */
    @ParameterizedTest
    @KillPointSource(names = {"LEASE_ENDED", "DEAD_LETTER_MARKED", "DEAD_LETTER_PUT"})
    void theMoveOfAnItemWhoseLastLeaseHasEndedIsFinished(KillPoint point) throws Exception {
        Ledger ledger = new Ledger(directory.toString());
        try (Multiprocessing mp = Multiprocessing.open()) {
            JoinableQueue<String> queue = mp.joinableQueue(
                    QueueOptions.unbounded().withMaxDeliveries(1).withLease(LEASE));
            for (int i = 0; i < BEFORE; i++) {
                queue.put("before" + i);
            }
            ChildProcess victim = mp.process(new Hanger(queue, point.name())).start();
            assertThat(victim.join(Duration.ofSeconds(20))).as("it was swept").isTrue();
            assertThat(victim.exitCode()).as("the place was reached").hasValue(-9);
            assertThat(queue.deadLetters()).contains("before0").doesNotHaveDuplicates();
            check(queue, ledger);
        }
    }

    /** The pages of the first file are made without Chronicle, all others with it. */
    @ParameterizedTest
    @KillPointSource(names = {"PAGE_ENDED", "PAGE_ENTERED", "PAGE_OPENED", "PAGE_APPENDED", "PAGE_LINKED"})
    void theOthersGoOnInTheSecondFile(KillPoint point) throws Exception {
        Ledger ledger = new Ledger(directory.toString());
        try (Multiprocessing mp = Multiprocessing.open()) {
            JoinableQueue<String> queue = mp.joinableQueue();
            for (int i = 0; i < BEFORE; i++) {
                queue.put("before" + i);
            }
            ChildProcess victim = mp.process(new Streamer(queue, ledger, point.name() + ":" + IN_SECOND_FILE, 0))
                    .start();
            victim.join();
            assertThat(victim.exitCode()).as("the place was reached").hasValue(-9);
            check(queue, ledger);
        }
    }

    /** A run of items that goes over the end of a page is published in two parts. */
    @ParameterizedTest
    @KillPointSource(
            names = {"PUT_WRITTEN", "PUT_COUNTED", "PUT_PUBLISHED", "PUT_TAIL_MOVED", "PAGE_ENDED", "PAGE_ENTERED"})
    void theOthersGoOnAfterItemsThatWerePutTogether(KillPoint point) throws Exception {
        Ledger ledger = new Ledger(directory.toString());
        try (Multiprocessing mp = Multiprocessing.open()) {
            JoinableQueue<String> queue = mp.joinableQueue();
            for (int i = 0; i < BEFORE; i++) {
                queue.put("before" + i);
            }
            ChildProcess victim = mp.process(new BulkPutter(queue, ledger, point.name() + ":4"))
                    .start();
            victim.join();
            assertThat(victim.exitCode()).as("the place was reached").hasValue(-9);
            check(queue, ledger);
        }
    }

    /** The dead one holds locks of the queue to which its sweeper has to put the item that it was moving to the dead letters. */
    @ParameterizedTest
    @KillPointSource(
            names = {
                "PUT_LOCKED",
                "PUT_WRITTEN",
                "PUT_COUNTED",
                "PUT_PUBLISHED",
                "PUT_TAIL_MOVED",
                "ROLL_PREPARED",
                "PAGE_OPENED",
                "PAGE_APPENDED",
                "PAGE_LINKED"
            })
    void theMoveToTheDeadLettersThatWasBegunIsFinished(KillPoint point) throws Exception {
        Ledger ledger = new Ledger(directory.toString());
        try (Multiprocessing mp = Multiprocessing.open()) {
            JoinableQueue<String> queue =
                    mp.joinableQueue(QueueOptions.unbounded().withMaxDeliveries(1));
            for (int i = 0; i < BEFORE; i++) {
                queue.put("before" + i);
            }
            ChildProcess victim = mp.process(new Returner(queue, point.name())).start();
            assertThat(victim.join(Duration.ofSeconds(20))).as("it was swept").isTrue();
            assertThat(victim.exitCode()).as("the place was reached").hasValue(-9);
            assertThat(queue.deadLetters()).containsExactly("before0");
            check(queue, ledger);
        }
    }

    /** Drains the queue and compares with what the ledger says. */
    private static void check(JoinableQueue<String> queue, Ledger ledger) throws Exception {
        for (int i = 0; i < AFTER; i++) {
            assertThat(queue.offer("after" + i, 10, TimeUnit.SECONDS)).isTrue();
        }
        // A grandchild's claims are given back by whoever sweeps it first.
        await().atMost(Duration.ofSeconds(10)).until(() -> queue.unfinished() == queue.size());
        int size = queue.size();
        List<String> drained = new ArrayList<>();
        for (String item = queue.poll(); item != null; item = queue.poll()) {
            drained.add(nameOf(item));
            queue.taskDone();
        }
        assertThat(drained).hasSize(size);
        assertThat(queue.join(10, TimeUnit.SECONDS)).isTrue();
        assertThat(queue.unfinished()).isZero();
        drained.removeIf("in doubt"::equals);
        for (String item = queue.deadLetters().poll();
                item != null;
                item = queue.deadLetters().poll()) {
            drained.add(nameOf(item));
        }
        assertThat(drained).doesNotHaveDuplicates().containsAll(due(ledger)).isSubsetOf(possible(ledger));
        assertThat(drained).filteredOn(ledger.items(Ledger.FINISHED)::contains).isEmpty();
    }

    /** What must come: put, and not even nearly finished. */
    private static Set<String> due(Ledger ledger) throws Exception {
        Set<String> due = own();
        due.addAll(ledger.items(Ledger.PUT));
        due.removeAll(ledger.items(Ledger.FINISHING));
        return due;
    }

    private static Set<String> possible(Ledger ledger) throws Exception {
        Set<String> possible = own();
        possible.addAll(ledger.items(Ledger.PUTTING));
        return possible;
    }

    private static Set<String> own() {
        Set<String> own = new HashSet<>();
        for (int i = 0; i < BEFORE; i++) {
            own.add("before" + i);
        }
        for (int i = 0; i < AFTER; i++) {
            own.add("after" + i);
        }
        return own;
    }
}
