package dev.multiproc.crash;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.Options;
import dev.multiproc.memory.SharedIntArray;
import dev.multiproc.memory.SharedReference;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueOptions;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.sync.SharedLock;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The session's directory is removed while it is in use. Every call ends: what works in memory may go on working, what needs a
 * file says that the directory is gone.
 */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RemovedDirectoryIT {
    private static final byte[] ITEM = new byte[50_000];
    private static final byte[] LARGE = new byte[100_000];
    private static final long LIMIT_SECONDS = 20;

    @TempDir
    private Path base;

    private static void remove(Path base) throws Exception {
        assertThat(new ProcessBuilder("sh", "-c", "rm -rf " + base + "/*")
                        .start()
                        .waitFor())
                .isZero();
    }

    private static Multiprocessing open(Path base) {
        return Multiprocessing.open(Options.defaults().withBaseDirectory(base));
    }

    /** What the call gives, or the exception that it throws. */
    private static Object outcome(Callable<?> call) throws Exception {
        FutureTask<?> task = new FutureTask<>(call);
        Thread thread = new Thread(task, "caller");
        thread.setDaemon(true);
        thread.start();
        thread.join(SECONDS.toMillis(LIMIT_SECONDS));
        if (thread.isAlive()) {
            List<StackTraceElement> stack = List.of(thread.getStackTrace());
            thread.interrupt();
            throw new AssertionError("hangs in " + stack);
        }
        try {
            return String.valueOf(task.get());
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    private static void assertSaysThatItIsGone(String call, Object outcome, Path base) {
        assertThat(outcome).as(call).isInstanceOfSatisfying(MultiprocessingException.class, e -> assertThat(
                        e.getMessage())
                .contains("the session's directory is gone")
                .contains(base.toString()));
    }

    @Test
    void whatNeedsAFileSaysSo() throws Exception {
        Map<String, Callable<?>> calls = new LinkedHashMap<>();
        try (Multiprocessing mp = open(base)) {
            SharedQueue<byte[]> queue = mp.queue();
            queue.put(ITEM);
            SharedQueue<byte[]> large = mp.queue();
            large.put(LARGE);
            large.put(LARGE);
            SharedQueue<byte[]> synced =
                    mp.queue("synced", QueueOptions.unbounded().withSyncToDisk(true));
            synced.put(ITEM);
            SharedQueue<byte[]> unused = mp.queue();
            mp.sharedIntArray("array", 3);
            remove(base);
            calls.put("put", () -> putMany(queue));
            calls.put("put again", () -> putMany(queue));
            calls.put("offer", () -> offerMany(queue));
            calls.put("timed offer", () -> timedOfferMany(queue));
            calls.put("putAll", () -> putAll(queue));
            calls.put("offerAll", () -> queue.offerAll(Collections.nCopies(3_000, ITEM), 100, SECONDS));
            calls.put("put a large item", () -> put(queue, LARGE));
            calls.put("take a large item", large::take);
            calls.put("put and sync", () -> put(synced, new byte[1]));
            calls.put("put to a new queue", () -> put(mp.queue("new"), ITEM));
            calls.put("put to a queue that was not used", () -> putMany(unused));
            calls.put("a new array", () -> mp.sharedIntArray("new array", 3));
            calls.put("start", () -> mp.process(() -> {}).start());
            for (Map.Entry<String, Callable<?>> each : calls.entrySet()) {
                assertSaysThatItIsGone(each.getKey(), outcome(each.getValue()), base);
            }
        }
    }

    /** Nobody who comes later could wake them. */
    @Test
    void whatSleepsSaysSo() throws Exception {
        Map<String, Callable<?>> calls = new LinkedHashMap<>();
        try (Multiprocessing mp = open(base)) {
            SharedQueue<byte[]> full = mp.queue(QueueOptions.bounded(1));
            full.put(ITEM);
            JoinableQueue<byte[]> unfinished = mp.joinableQueue();
            unfinished.put(ITEM);
            SharedLock condition = mp.lock("of a condition");
            calls.put("take", () -> mp.queue("empty").take());
            calls.put("timed poll", () -> mp.queue("empty").poll(100, SECONDS));
            calls.put("receive", () -> mp.joinableQueue("joinable").receive());
            calls.put("put", () -> put(full, ITEM));
            calls.put("join", () -> run(unfinished::join));
            calls.put("event", () -> run(mp.event()::await));
            calls.put("semaphore", () -> run(mp.semaphore(0)::acquire));
            calls.put("latch", () -> run(mp.latch(1)::await));
            calls.put("barrier", () -> mp.barrier(2).await());
            calls.put("await", () -> awaitForEver(condition));
            calls.put("pipe", () -> mp.pipe().first().receive());
            calls.put("any", () -> mp.awaitAny(List.of(mp.event(), mp.queue("other"))));
            Map<String, CompletableFuture<Object>> outcomes = new LinkedHashMap<>();
            calls.forEach((name, call) -> outcomes.put(name, putToSleep(call)));
            remove(base);
            for (Map.Entry<String, CompletableFuture<Object>> each : outcomes.entrySet()) {
                assertSaysThatItIsGone(each.getKey(), each.getValue().get(LIMIT_SECONDS, SECONDS), base);
            }
        }
    }

    /** Has a thread begin something, and waits until it sleeps in that. Gives what comes of it. */
    private static CompletableFuture<Object> putToSleep(Callable<?> call) {
        CompletableFuture<Object> outcome = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        outcome.complete(String.valueOf(call.call()));
                    } catch (Exception e) {
                        outcome.complete(e);
                    }
                },
                "sleeper");
        thread.setDaemon(true);
        thread.start();
        await().until(() -> outcome.isDone()
                || Stream.of(thread.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals("park")
                                && frame.getClassName().startsWith("dev.multiproc.internal.park")));
        return outcome;
    }

    private static boolean awaitForEver(SharedLock lock) throws InterruptedException {
        lock.lock();
        try {
            return lock.newCondition().waitFor(() -> false, LIMIT_SECONDS, SECONDS);
        } finally {
            lock.unlock();
        }
    }

    private static boolean put(SharedQueue<byte[]> queue, byte[] item) throws InterruptedException {
        queue.put(item);
        return true;
    }

    private static boolean putMany(SharedQueue<byte[]> queue) throws InterruptedException {
        for (int i = 0; i < 3_000; i++) {
            queue.put(ITEM);
        }
        return true;
    }

    private static boolean offerMany(SharedQueue<byte[]> queue) {
        return Stream.generate(() -> queue.offer(ITEM)).limit(3_000).allMatch(isPut -> isPut);
    }

    private static boolean timedOfferMany(SharedQueue<byte[]> queue) throws InterruptedException {
        for (int i = 0; i < 3_000; i++) {
            queue.offer(ITEM, 100, SECONDS);
        }
        return true;
    }

    private static boolean putAll(SharedQueue<byte[]> queue) throws InterruptedException {
        queue.putAll(Collections.nCopies(3_000, ITEM));
        return true;
    }

    @Test
    void whatWorksInMemoryEndsToo() throws Exception {
        Map<String, Callable<?>> calls = new LinkedHashMap<>();
        try (Multiprocessing mp = open(base)) {
            JoinableQueue<byte[]> queue = mp.joinableQueue();
            queue.putAll(Collections.nCopies(10, ITEM));
            JoinableQueue<byte[]> empty = mp.joinableQueue();
            empty.put(ITEM);
            empty.take();
            SharedLock lock = mp.lock();
            lock.lock();
            SharedIntArray array = mp.sharedIntArray(3);
            SharedReference<String> reference = mp.sharedReference("value");
            ChildProcess child = mp.process(() -> new CountDownLatch(1).await()).start();
            ChildProcess ended = mp.process(() -> {}).start();
            ended.join();
            remove(base);
            calls.put("size", queue::size);
            calls.put("peek", queue::peek);
            calls.put("iterator", () -> new ArrayList<>(queue).size());
            calls.put("take", queue::take);
            calls.put("taskDone", () -> run(queue::taskDone));
            calls.put("poll", queue::poll);
            calls.put("timed poll", () -> queue.poll(100, MILLISECONDS));
            calls.put("receive", () -> queue.receive().id());
            calls.put("drainTo", () -> queue.drainTo(new ArrayList<>()));
            calls.put("peek at none", queue::peek);
            calls.put("poll for none", () -> queue.poll(100, MILLISECONDS));
            calls.put("join", () -> queue.join(100, MILLISECONDS));
            calls.put("unfinished", queue::unfinished);
            calls.put("finish the last", () -> run(empty::taskDone));
            calls.put("join an empty one", () -> empty.join(100, MILLISECONDS));
            calls.put("shutdown", () -> run(empty::shutdown));
            calls.put("tryLock", () -> lock.tryLock(100, MILLISECONDS));
            calls.put("await", () -> awaitCondition(lock));
            calls.put("unlock", () -> run(mp.lock("another")::lock));
            calls.put("semaphore", () -> mp.semaphore(0).tryAcquire(100, MILLISECONDS));
            calls.put("event", () -> mp.event().await(100, MILLISECONDS));
            calls.put("array", () -> run(() -> array.set(1, 1)));
            calls.put("reference", () -> run(() -> reference.set("other")));
            calls.put("look at a child", child::isAlive);
            calls.put("timed join of a child", () -> child.join(Duration.ofMillis(100)));
            calls.put("kill a child", () -> run(child::kill));
            calls.put("join of a child", () -> run(child::join));
            calls.put("its exit code", () -> child.exitCode().getAsInt());
            calls.put("join of one that has ended", () -> run(ended::join));
            calls.put("active children", mp::activeChildren);
            calls.put("close a queue", () -> run(queue::close));
            for (Map.Entry<String, Callable<?>> each : calls.entrySet()) {
                Object outcome = outcome(each.getValue());
                if (outcome instanceof Throwable && !(outcome instanceof IllegalMonitorStateException)) {
                    assertSaysThatItIsGone(each.getKey(), outcome, base);
                }
            }
            assertThat(outcome(() -> run(mp::close))).as("close").isEqualTo("true");
        }
    }

    private interface Action {
        void run() throws Exception;
    }

    private static boolean run(Action action) throws Exception {
        action.run();
        return true;
    }

    private static boolean awaitCondition(SharedLock lock) throws InterruptedException {
        if (!lock.tryLock(100, MILLISECONDS)) {
            return false;
        }
        try {
            return lock.newCondition().waitFor(() -> false, 100, MILLISECONDS);
        } finally {
            lock.unlock();
        }
    }

    /** Goes without closing its session, or closes it, with a child that is running. */
    static final class Leaver {
        public static void main(String[] arguments) throws Exception {
            Path base = Path.of(arguments[0]);
            Multiprocessing mp = open(base);
            SharedQueue<byte[]> queue = mp.queue();
            queue.put(ITEM);
            SharedQueue<String> ready = mp.queue();
            mp.process(() -> {
                        // It has mapped the file by then; one that has not says that it is gone.
                        queue.take();
                        ready.put("ready");
                        queue.take();
                    })
                    .daemon(true)
                    .start();
            ready.take();
            remove(base);
            if (arguments.length > 1) {
                mp.close();
            }
        }
    }

    @Test
    void aProgramCanEnd() throws Exception {
        for (String[] arguments : List.of(new String[] {base.toString()}, new String[] {base.toString(), "close"})) {
            try (ParentProgram program = ParentProgram.start(Leaver.class, arguments)) {
                assertThat(program.process().waitFor(60, SECONDS)).as("ended").isTrue();
                // Perhaps the child noticed it before it was ended.
                assertThat(String.join(" ", program.errors()))
                        .satisfiesAnyOf(errors -> assertThat(errors).isEmpty(), errors -> assertThat(errors)
                                .contains("the session's directory is gone"));
                assertThat(program.process().exitValue()).isZero();
                program.awaitFamilysEnd();
            }
        }
    }

    @Test
    void nothingComesBack() throws Exception {
        try (Multiprocessing mp = open(base)) {
            SharedQueue<byte[]> queue = mp.queue();
            queue.put(ITEM);
            remove(base);
            outcome(() -> putMany(queue));
            outcome(() -> put(queue, LARGE));
            outcome(() -> put(mp.queue("new"), ITEM));
        }
        try (Stream<Path> left = Files.list(base)) {
            assertThat(left).isEmpty();
        }
    }
}
