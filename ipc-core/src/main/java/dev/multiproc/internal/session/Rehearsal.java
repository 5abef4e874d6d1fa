package dev.multiproc.internal.session;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.ProcessTask;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.SharedQueue;
import java.util.ArrayList;
import java.util.List;

/** What children usually do, once: so that all of it is loaded, and can be written down. */
final class Rehearsal {
    /** More than a page, so that one is appended to the log. */
    private static final int ITEMS = 100;

    private static final int LENGTH = 4096;

    private Rehearsal() {}

    /**
     * Has a child play its part, in a session of its own.
     *
     * @param taskClass the name of a class that children will need
     */
    static void run(Options options, String taskClass) throws InterruptedException {
        try (Multiprocessing mp = Multiprocessing.open(options)) {
            SharedQueue<Object> given = mp.queue();
            JoinableQueue<Object> made = mp.joinableQueue();
            ChildProcess child =
                    mp.process(new Part(given, made, taskClass)).daemon(true).start();
            // What it waits for comes late, so that it has to sleep.
            given.put(made.take());
            made.taskDone();
            for (int i = 0; i < ITEMS; i++) {
                made.take();
                made.taskDone();
            }
            child.join();
            if (child.exitCode().orElseThrow() != 0) {
                throw new IllegalStateException("the rehearsal failed, exitCode=" + child.exitCode());
            }
        }
    }

    /** The child's. */
    record Part(SharedQueue<Object> given, JoinableQueue<Object> made, String taskClass) implements ProcessTask {
        @Override
        public void run() throws Exception {
            made.put("ready");
            given.take();
            for (int i = 0; i < ITEMS; i++) {
                made.put("x".repeat(LENGTH));
            }
            made.join();
            loadTaskClass();
            readTasks(given);
        }

        private void loadTaskClass() {
            try {
                Class.forName(taskClass, false, Part.class.getClassLoader());
            } catch (ClassNotFoundException | LinkageError e) {
                // It comes from elsewhere, and an archive is of the class path.
            }
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
                Rehearsal::doNothing, () -> see(text), () -> see(text, number), new One(text), new Two(text, number)));
    }

    private static void read(List<ProcessTask> tasks) throws Exception {
        for (ProcessTask task : tasks) {
            TaskReader.read(TaskWriter.write(task)).run();
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
