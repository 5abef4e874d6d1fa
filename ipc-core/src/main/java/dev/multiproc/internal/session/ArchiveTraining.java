package dev.multiproc.internal.session;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.ProcessTask;
import dev.multiproc.internal.launch.TaskReader;
import dev.multiproc.internal.launch.TaskWriter;
import dev.multiproc.internal.park.Parkers;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.SharedQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What children usually do, once: so that all of it is loaded, and can be written down. */
final class ArchiveTraining {
    private static final int ITEMS = 3;
    /** Longer than a wait looks by itself before it sleeps. */
    private static final long SLEEP_MILLIS = 20;

    private ArchiveTraining() {}

    /** Has a child play its part, in a session of its own. */
    static void run(Options options) throws InterruptedException {
        try (Multiprocessing mp = Multiprocessing.open(options)) {
            SharedQueue<Object> given = mp.queue();
            JoinableQueue<Object> made = mp.joinableQueue();
            ChildProcess child = mp.process(new Part(given, made)).daemon(true).start();
            // Nobody waits for one that fails.
            CompletableFuture<Void> unused = child.onExit().thenRun(made::shutdown);
            given.put(made.take());
            made.taskDone();
            for (int i = 0; i < ITEMS; i++) {
                Object item = made.take();
                given.put(item);
                made.taskDone();
            }
            child.join();
            if (child.exitCode().orElseThrow() != 0) {
                throw new IllegalStateException("the rehearsal failed, exitCode=" + child.exitCode());
            }
        }
    }

    /** What many send: a record of texts, numbers, a list. */
    @SuppressWarnings("ArrayRecordComponent") // Two of these are never compared.
    record Item(String name, String text, long number, List<Integer> list, byte[] bytes) {}

    /** The child's. */
    record Part(SharedQueue<Object> given, JoinableQueue<Object> made) implements ProcessTask {
        @Override
        public void run() throws Exception {
            made.put("ready");
            given.take();
            // Nothing comes, so that it has to sleep.
            given.poll(SLEEP_MILLIS, TimeUnit.MILLISECONDS);
            for (int i = 0; i < ITEMS; i++) {
                made.put(new Item("item " + i, "\u5305\u5b50", i, List.of(i), new byte[1]));
            }
            made.join();
            for (int i = 0; i < ITEMS; i++) {
                given.take();
            }
            Parkers.rehearse();
            readTasks(given);
        }
    }

    /** Tasks of some shapes: how many values there are, and of which types, is what the JVM makes its callers for. */
    private static void readTasks(SharedQueue<Object> queue) throws Exception {
        readPlainTasks();
        String text = "text";
        long large = text.length();
        List<String> list = new ArrayList<>(List.of(text));
        read(List.of(
                () -> see(queue),
                () -> see(queue, text),
                () -> see(queue, text, large),
                () -> see(list, text),
                new Three(queue, text, large)));
    }

    /** Those that need no session. */
    static void readPlainTasks() throws Exception {
        String text = "text";
        int number = text.length();
        read(List.of(
                ArchiveTraining::doNothing,
                () -> see(text),
                () -> see(text, number),
                new One(text),
                new Two(text, number)));
    }

    private static void read(List<ProcessTask> tasks) throws Exception {
        for (ProcessTask task : tasks) {
            TaskReader.read(TaskWriter.write(task), SessionJoiner.current()).run();
        }
    }

    record One(String text) implements ProcessTask {
        @Override
        public void run() {
            see(text);
        }
    }

    record Two(String text, int number) implements ProcessTask {
        @Override
        public void run() {
            see(text, number);
        }
    }

    record Three(SharedQueue<Object> queue, String text, long large) implements ProcessTask {
        @Override
        public void run() {
            see(queue, text, large);
        }
    }

    private static void doNothing() {}

    private static void see(Object... objects) {
        if (objects.length == 0) {
            doNothing();
        }
    }
}
