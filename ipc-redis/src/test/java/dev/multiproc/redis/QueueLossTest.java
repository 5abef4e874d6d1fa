package dev.multiproc.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.Rounds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Queues whose server cannot be reached for a while, or for good. */
@NeedsServer
@ExtendWith(LeavesNothingBehind.class)
class QueueLossTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    /** Two thirds of them are put together. */
    private static final int ITEMS = Rounds.of(30_000);

    private static final int END = -1;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @TempDir
    private Path directory;

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    // ---------------------------------------------------------------- work that goes on

    /** Producers and consumers in threads; all items are to come exactly once. */
    private final class Work {
        private final JoinableQueue<Integer> queue;
        private final ConcurrentLinkedQueue<Integer> got = new ConcurrentLinkedQueue<>();
        private final List<Future<Boolean>> all = new ArrayList<>();

        Work(JoinableQueue<Integer> queue) {
            this.queue = queue;
            all.add(threads.submit(() -> putSingly(0, ITEMS / 3)));
            all.add(threads.submit(() -> putTogether(ITEMS / 3, ITEMS)));
            all.add(threads.submit(this::consume));
            all.add(threads.submit(this::consume));
        }

        private boolean putSingly(int begin, int end) throws InterruptedException {
            for (int i = begin; i < end; i++) {
                queue.put(i);
            }
            return true;
        }

        private boolean putTogether(int begin, int end) throws InterruptedException {
            for (int i = begin; i < end; i += 100) {
                queue.putAll(IntStream.range(i, Math.min(end, i + 100)).boxed().toList());
            }
            return true;
        }

        private boolean consume() throws InterruptedException {
            for (int item = queue.take(); item != END; item = queue.take()) {
                got.add(item);
                queue.taskDone();
            }
            queue.taskDone();
            return true;
        }

        boolean isDone() {
            return got.size() >= ITEMS && all.get(0).isDone() && all.get(1).isDone();
        }

        void assertWhole() throws Exception {
            get(all.get(0));
            get(all.get(1));
            queue.putAll(List.of(END, END));
            for (Future<Boolean> each : all) {
                assertThat(get(each)).isTrue();
            }
            assertThat(queue.join(PATIENCE)).isTrue();
            assertThat(got).hasSize(ITEMS).doesNotHaveDuplicates();
            assertThat(queue.unfinished()).isZero();
        }
    }

    @Test
    void nothingIsLostOrDoubledThoughTheConnectionBreaksAgainAndAgain() throws Exception {
        try (RedisServer server = RedisServer.start();
                Multiprocessing mp = Multiprocessing.open(server.session("cut", ""))) {
            Work work = new Work(mp.joinableQueue());
            int cuts = 0;
            while (!work.isDone() && cuts < 1_000) {
                assertThat(server.command("CLIENT KILL TYPE normal SKIPME yes")).startsWith(":");
                cuts++;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
            assertThat(cuts).isPositive();
            work.assertWhole();
        }
    }

    @Test
    void nothingIsLostOrDoubledThoughTheServerIsKilledAndComesBackWithItsFile() throws Exception {
        try (RedisServer server = RedisServer.start(
                        "--appendonly", "yes", "--appendfsync", "always", "--dir", directory.toString());
                Multiprocessing mp = Multiprocessing.open(server.session("restart", ""))) {
            Work work = new Work(mp.joinableQueue());
            for (int i = 0; i < 2; i++) {
                int before = work.got.size();
                await().atMost(PATIENCE).until(() -> work.got.size() > before || work.isDone());
                server.close();
                server.begin();
            }
            work.assertWhole();
        }
    }

    // ---------------------------------------------------------------- work that cannot go on

    @Test
    void aServerThatIsGoneForGoodIsSaidAfterTheTimeLimit() throws Exception {
        RedisServer server = RedisServer.start();
        try (Multiprocessing mp = Multiprocessing.open(server.session("gone", "&timeout=1s"))) {
            SharedQueue<String> empty = mp.queue();
            JoinableQueue<String> work = mp.joinableQueue();
            work.put("item");
            assertThat(work.take()).isEqualTo("item");
            List<Future<Throwable>> waits = new ArrayList<>();
            waits.add(threads.submit(() -> failure(empty::take)));
            waits.add(threads.submit(() -> failure(() -> work.join(PATIENCE))));
            server.close();
            waits.add(threads.submit(() -> failure(() -> {
                empty.put("lost");
                return true;
            })));
            waits.add(threads.submit(() -> failure(() -> {
                work.taskDone();
                return true;
            })));
            for (Future<Throwable> each : waits) {
                assertThat(get(each))
                        .isInstanceOf(MultiprocessingException.class)
                        .hasMessageContaining("has not answered for 1000 ms")
                        .hasMessageContaining("session=gone");
            }
        } finally {
            server.close();
        }
    }

    private static Throwable failure(Callable<?> call) throws Exception {
        try {
            Object unused = call.call();
            return null;
        } catch (MultiprocessingException e) {
            return e;
        }
    }
}
