package dev.multiproc.internal.session;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.ProcessTask;
import dev.multiproc.internal.launch.TaskReader;
import dev.multiproc.internal.launch.TaskWriter;
import dev.multiproc.internal.park.Parkers;
import dev.multiproc.memory.SharedInteger;
import dev.multiproc.memory.SharedLongArray;
import dev.multiproc.memory.SharedMemory;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueShutdownException;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.sync.SharedEvent;
import dev.multiproc.sync.SharedLock;
import dev.multiproc.sync.SharedSemaphore;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Does once what children usually do, so that the JVM loads the classes for it and can write them to the archive. */
final class ArchiveTraining {
    private static final int ITEMS = 3;
    /** Longer than a wait spins before it sleeps. */
    private static final long SLEEP_MILLIS = 20;

    private ArchiveTraining() {}

    /** Runs the training with one child, in a session of its own. */
    static void run(Options options) throws InterruptedException {
        try (Multiprocessing mp = Multiprocessing.open(options)) {
            SharedQueue<Object> toChild = mp.queue();
            JoinableQueue<Object> toParent = mp.joinableQueue();
            Others others = new Others(
                    mp.lock(),
                    mp.event(),
                    mp.semaphore(1),
                    mp.sharedInteger(0),
                    mp.sharedLongArray(1),
                    mp.sharedMemory(1));
            ChildProcess child =
                    mp.process(new Part(toChild, toParent, others)).daemon(true).start();
            // A child that fails puts nothing more, so shut down the queue rather than wait for it.
            CompletableFuture<Void> unused = child.onExit().thenRun(toParent::shutdown);
            toChild.put(toParent.take());
            toParent.taskDone();
            for (int i = 0; i < ITEMS; i++) {
                Object item = toParent.take();
                toChild.put(item);
                toParent.taskDone();
            }
            child.join();
            if (child.exitCode().orElseThrow() != 0) {
                throw new IllegalStateException("the training failed, exitCode=" + child.exitCode());
            }
        }
    }

    /** A typical item: a record of texts, numbers and a list. */
    @SuppressWarnings("ArrayRecordComponent") // Two of these are never compared.
    record Item(String name, String text, long number, List<Integer> list, byte[] bytes) {}

    /** The objects of other kinds that are used most. */
    record Others(
            SharedLock lock,
            SharedEvent event,
            SharedSemaphore semaphore,
            SharedInteger number,
            SharedLongArray array,
            SharedMemory memory)
            implements Serializable {

        void use() throws InterruptedException {
            lock.lock();
            try {
                semaphore.acquire();
                array.set(0, number.incrementAndGet());
                memory.buffer().put(0, (byte) array.get(0));
                semaphore.release();
                event.set();
            } finally {
                lock.unlock();
            }
        }
    }

    /** What the child does. */
    record Part(SharedQueue<Object> toChild, JoinableQueue<Object> toParent, Others others) implements ProcessTask {
        @Override
        public void run() throws Exception {
            toParent.put("ready");
            toChild.take();
            // No item comes, so this wait has to sleep.
            toChild.poll(SLEEP_MILLIS, TimeUnit.MILLISECONDS);
            for (int i = 0; i < ITEMS; i++) {
                toParent.put(new Item("item " + i, "\u5305\u5b50", i, List.of(i), new byte[1]));
            }
            toParent.join();
            for (int i = 0; i < ITEMS; i++) {
                toChild.take();
            }
            Parkers.rehearse();
            readTasks(toChild);
            WorkerWarmUp.run();
            others.use();
            drain(Multiprocessing.current().joinableQueue());
        }

        /** Takes items as a pool's worker does, until the queue is shut down. */
        private static void drain(JoinableQueue<byte[]> queue) throws InterruptedException {
            queue.put(new byte[1]);
            queue.receive().done();
            queue.shutdown();
            try {
                queue.receive();
            } catch (QueueShutdownException e) {
                // That is how it ends.
                return;
            }
        }
    }

    /** Reads tasks with different numbers and types of captured values: the JVM makes one method handle for each such shape. */
    private static void readTasks(SharedQueue<Object> queue) throws Exception {
        readPlainTasks();
        String text = "text";
        long large = text.length();
        List<String> list = new ArrayList<>(List.of(text));
        read(List.of(
                () -> use(queue),
                () -> use(queue, text),
                () -> use(queue, text, large),
                () -> use(list, text),
                new Three(queue, text, large)));
    }

    /** Reads the tasks that need no session. */
    static void readPlainTasks() throws Exception {
        String text = "text";
        int number = text.length();
        read(List.of(
                ArchiveTraining::doNothing,
                () -> use(text),
                () -> use(text, number),
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
            use(text);
        }
    }

    record Two(String text, int number) implements ProcessTask {
        @Override
        public void run() {
            use(text, number);
        }
    }

    record Three(SharedQueue<Object> queue, String text, long large) implements ProcessTask {
        @Override
        public void run() {
            use(queue, text, large);
        }
    }

    private static void doNothing() {}

    private static void use(Object... objects) {
        if (objects.length == 0) {
            doNothing();
        }
    }
}
