package dev.multiproc.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.multiproc.Multiprocessing;
import dev.multiproc.testing.ParentProgram;
import dev.multiproc.testing.Signals;
import dev.multiproc.testing.VirtualThreads;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Each form of a call, made by threads of all kinds, and where several managers are. */
class ManagerFormsIT extends ManagerScene {
    private static final int CALLERS = 16;
    private static final Duration SHORT = Duration.ofMillis(50);

    // ---------------------------------------------------------------- callers

    private void useEachForm(Executor executor) throws Exception {
        ManagedMap<String, Integer> map = manager.map();
        BlockingQueue<Integer> empty = manager.queue();
        List<FutureTask<Void>> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            FutureTask<Void> caller = new FutureTask<>(() -> {
                Calls.callAsync(map, m -> m.merge("async", 1, Integer::sum)).get();
                Calls.oneWay(map, m -> m.merge("one-way", 1, Integer::sum));
                Calls.flush(map);
                Batch batch = Calls.batch();
                batch.run(map, m -> m.merge("batch", 1, Integer::sum));
                batch.run(map, m -> m.merge("batch", 1, Integer::sum));
                batch.send();
                assertThatExceptionOfType(ManagerException.class)
                        .isThrownBy(manager.withTimeout(empty, SHORT)::take)
                        .withMessageContaining("longer than its limit");
                manager.withTimeout(map, PATIENCE).merge("limit", 1, Integer::sum);
                return null;
            });
            callers.add(caller);
            executor.execute(caller);
        }
        for (FutureTask<Void> caller : callers) {
            caller.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(map.getAll(List.of("async", "one-way", "batch", "limit")).values())
                .containsExactly(CALLERS, CALLERS, 2 * CALLERS, CALLERS);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads came with JDK 21")
    void virtualThreadsUseEachForm() throws Exception {
        useEachForm(VirtualThreads::start);
    }

    @Test
    void tasksOfAForkJoinPoolUseEachForm() throws Exception {
        ForkJoinPool pool = new ForkJoinPool(3);
        try {
            useEachForm(pool);
        } finally {
            pool.shutdownNow();
            assertThat(pool.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    @Test
    void anInterruptEndsACallWithALimit() throws Exception {
        BlockingQueue<Integer> queue = manager.queue();
        FutureTask<Integer> task = new FutureTask<>(manager.withTimeout(queue, Duration.ofDays(1))::take);
        Thread taker = new Thread(task, "taker");
        taker.start();
        awaitAsleep(taker);
        taker.interrupt();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .withCauseInstanceOf(InterruptedException.class);
        queue.put(1);
        assertThat(queue.poll()).isEqualTo(1);
    }

    /** Lets others in, with a warning; then its manager is closed, and its shutdown hook makes all kinds of calls. */
    static final class Exiting {
        public static void main(String[] arguments) throws Exception {
            Multiprocessing mp = Multiprocessing.open();
            Manager manager = mp.manager();
            ManagedMap<String, Integer> map = manager.map();
            RemoteOptions remote = RemoteOptions.withKey(new byte[16]).withRemoteHosts(true);
            manager.serve(new InetSocketAddress("0.0.0.0", 0), remote).close();
            Calls.oneWay(map, m -> m.put("one-way", 1));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> callAll(manager, map)));
            manager.close();
            System.exit(0);
        }

        private static void callAll(Manager manager, ManagedMap<String, Integer> map) {
            report(() -> Calls.callAsync(map, m -> m.put("async", 1)).get());
            report(() -> {
                Calls.oneWay(map, m -> m.put("late", 1));
                return null;
            });
            report(() -> {
                Batch batch = Calls.batch();
                batch.run(map, m -> m.put("batch", 1));
                return batch.send();
            });
            report(() -> manager.withTimeout(map, SHORT).put("limit", 1));
        }

        private static void report(Callable<?> call) {
            try {
                System.out.println("done " + call.call());
            } catch (Exception e) {
                Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
                System.out.println("failed " + cause.getClass().getSimpleName() + " " + cause.getMessage());
            }
        }
    }

    @Test
    void aShutdownHookGetsOneClearExceptionFromEachForm() throws Exception {
        try (ParentProgram program = ParentProgram.Setup.plain()
                .withFlags("-Dslf4j.provider=" + PrintedLog.class.getName())
                .start(Exiting.class)) {
            assertThat(program.exitCode()).isZero();
            List<String> lines = program.output();
            assertThat(lines)
                    .filteredOn(line -> line.startsWith("failed"))
                    .hasSize(4)
                    .allMatch(line -> line.startsWith("failed ManagerException") && line.contains("was closed"));
            assertThat(lines)
                    .filteredOn(line -> line.startsWith("WARN"))
                    .singleElement()
                    .asString()
                    .contains("can be reached from other machines", "address=/0.0.0.0:");
            program.awaitFamilysEnd();
        }
    }

    // ---------------------------------------------------------------- a manager that stands still

    @Test
    void aStoppedManagerHoldsUpNoBatchAndNoFlushWithALimitAndNobodyWhoIsInterrupted() throws Exception {
        Manager stopped = mp.manager();
        BlockingQueue<Integer> queue = stopped.queue();
        Calls.oneWay(queue, q -> q.add(1));
        Calls.flush(queue);
        assertThat(queue.take()).isEqualTo(1);
        useTwoConnections(queue);
        Signals.send("STOP", stopped.pid());
        Batch batch = Calls.batch();
        Future<Integer> first = batch.call(queue, BlockingQueue::take);
        assertThatExceptionOfType(ManagerException.class)
                .isThrownBy(() -> batch.send(SHORT))
                .withMessageContaining("limit of PT0.05S");
        assertThat(first).isDone();
        Calls.oneWay(queue, q -> q.add(2));
        assertThat(Calls.flush(queue, SHORT)).isFalse();

        FutureTask<Integer> task = new FutureTask<>(queue::take);
        Thread taker = new Thread(task, "taker");
        taker.start();
        awaitAsleep(taker);
        taker.interrupt();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .withCauseInstanceOf(InterruptedException.class)
                .withMessageContaining("has not answered");
        Signals.send("CONT", stopped.pid());
        assertThat(Calls.flush(queue, PATIENCE)).isTrue();
        stopped.close();
    }

    /** So that two are there, of which the first one that is used is given up by a call that takes too long. */
    private static void useTwoConnections(BlockingQueue<Integer> queue) throws Exception {
        FutureTask<Integer> waiting = new FutureTask<>(queue::take);
        Thread taker = new Thread(waiting, "first taker");
        taker.start();
        awaitAsleep(taker);
        queue.put(0);
        assertThat(waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isZero();
    }

    @Test
    void aBatchThatTakesTooLongIsCancelledAndItsFuturesSayWhatWasDone() throws Exception {
        BlockingQueue<Integer> queue = manager.queue();
        queue.put(1);
        Batch batch = Calls.batch();
        Future<Integer> done = batch.call(queue, BlockingQueue::take);
        Future<Integer> late = batch.call(queue, BlockingQueue::take);
        assertThatExceptionOfType(ManagerException.class).isThrownBy(() -> batch.send(SHORT));
        assertThat(done.get()).isEqualTo(1);
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(late::get)
                .withMessageContaining("limit of PT0.05S");
        queue.put(2);
        assertThat(queue.poll()).isEqualTo(2);
    }

    @Test
    void aStoppedManagerHoldsUpNoCallWithALimitAndNotItsOwnEnd() throws Exception {
        Manager stopped = mp.manager();
        ManagedMap<String, byte[]> map = stopped.map();
        ManagedMap<String, byte[]> impatient = stopped.withTimeout(map, SHORT);
        Signals.send("STOP", stopped.pid());
        for (int i = 0; i < 3; i++) {
            long begin = System.nanoTime();
            assertThatExceptionOfType(ManagerException.class)
                    .isThrownBy(() -> impatient.put("key", new byte[4 << 20]))
                    .withMessageContaining("limit of PT0.05S");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(SHORT, PATIENCE.dividedBy(3));
        }
        Signals.send("CONT", stopped.pid());
        assertThat(map).isEmpty();
        map.put("key", new byte[4 << 20]);
        assertThat(map.get("key")).hasSize(4 << 20);
        closeWhileItIsStopped(stopped, map);
    }

    /** Another thread waits in the middle of its one-way calls. */
    private static void closeWhileItIsStopped(Manager stopped, ManagedMap<String, byte[]> map) throws Exception {
        Signals.send("STOP", stopped.pid());
        FutureTask<Void> sender = new FutureTask<>(() -> {
            while (true) {
                Calls.oneWay(map, ManagedMap::clear);
            }
        });
        Thread sending = new Thread(sender, "sender");
        sending.start();
        awaitAsleep(sending);
        FutureTask<Void> closing = new FutureTask<>(() -> {
            stopped.close();
            return null;
        });
        new Thread(closing, "closing").start();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> closing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .withMessageContaining("were not done within");
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> sender.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .withCauseInstanceOf(ManagerException.class);
        assertThat(ProcessHandle.of(stopped.pid()).filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    // ---------------------------------------------------------------- several managers

    /** Has a session and a manager of its own. */
    public interface Nested {
        int useManagerOfItsOwn(int count);

        long innerPid();
    }

    /** It. */
    public static class NestedOne implements Nested {
        private final Multiprocessing inner = Multiprocessing.open();
        private final Manager innerManager = inner.manager();
        private final ManagedMap<String, Integer> map = innerManager.map();

        @Override
        public int useManagerOfItsOwn(int count) {
            return map.merge("key", count, Integer::sum);
        }

        @Override
        public long innerPid() {
            return innerManager.pid();
        }
    }

    @Test
    void aManagerTakesItsOwnSessionAlongAndNothingOfAnother() throws Exception {
        Manager closed = mp.manager();
        closed.register(Nested.class, NestedOne::new);
        Nested nested = closed.create(Nested.class);
        assertThat(nested.useManagerOfItsOwn(3)).isEqualTo(3);
        long inner = nested.innerPid();
        assertThat(ProcessHandle.of(inner)).isPresent();
        ManagedList<Integer> lost = closed.list(List.of(1));
        ManagedMap<String, Object> map = manager.map();
        map.put("list", lost);
        assertThat(((List<?>) map.get("list"))).hasSize(1);
        ManagedMap<String, Object> there = closed.map();
        there.put("map", map);
        Batch mixed = Calls.batch();
        CompletableFuture<Integer> size = mixed.call(map, ManagedMap::size);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> mixed.run(there, ManagedMap::clear))
                .withMessageContaining("one manager");
        closed.close();
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                lost::size,
                () -> there.get("map"),
                () -> map.get("list"),
                () -> Calls.callAsync(lost, List::size).get(),
                () -> Calls.oneWay(lost, List::clear))) {
            assertThatThrownBy(call)
                    .hasStackTraceContaining(ManagerException.class.getName())
                    .hasMessageContaining("the manager in process " + closed.pid());
        }
        assertThat(mixed.send()).containsExactly(1);
        assertThat(size).isCompletedWithValue(1);
        assertThat(map.remove("other")).isNull();
        map.clear();
        assertThat(map).isEmpty();
        await().atMost(PATIENCE)
                .until(() ->
                        ProcessHandle.of(inner).filter(ProcessHandle::isAlive).isEmpty());
    }

    private long files() throws IOException {
        long count = 0;
        for (Path session : Multiprocessing.sessions(options())) {
            try (Stream<Path> all = Files.walk(session)) {
                count += all.count();
            }
        }
        return count;
    }

    @Test
    void proxiesThatComeAndGoLeaveNothing() throws Exception {
        ManagedMap<Integer, Object> map = manager.map();
        map.put(0, manager.list());
        int objects = manager.objectCount();
        long files = files();
        int connections = manager.statistics().connections();
        for (int i = 0; i < 1_000; i++) {
            ManagedList<Integer> list = manager.list();
            map.put(i % 10, manager.withTimeout(list, PATIENCE));
        }
        map.clear();
        await().atMost(PATIENCE).until(() -> {
            System.gc();
            return manager.objectCount() <= objects;
        });
        assertThat(files()).isLessThanOrEqualTo(files + 4);
        assertThat(manager.statistics().connections()).isLessThanOrEqualTo(connections + 1);
    }
}
