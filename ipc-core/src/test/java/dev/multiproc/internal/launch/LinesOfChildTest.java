package dev.multiproc.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.ChildOutput.Line;
import dev.multiproc.ChildOutput.Stream;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The lines of real processes that are no JVMs, which start at once. */
@Timeout(60)
@ExtendWith(LeavesNothingBehind.class)
class LinesOfChildTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long STALL_NANOS = 200_000_000L;
    private static final long NEVER_NANOS = Long.MAX_VALUE;
    private static final long FLOOD_BYTES = 50_000_000;
    private static final String FLOOD_LINE = "a line of a flood that has some length";
    private static final String FLOOD = "yes '" + FLOOD_LINE + "' | head -c " + FLOOD_BYTES;
    private static final long FLOOD_LINES = (FLOOD_BYTES + FLOOD_LINE.length()) / (FLOOD_LINE.length() + 1);

    private final List<Line> got = new CopyOnWriteArrayList<>();
    private final CountDownLatch atEnd = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private Process process;
    private LinesOfChild lines;

    private void begin(String script, int maxChars, long stallNanos, Consumer<Line> consumer) throws IOException {
        process = new ProcessBuilder("sh", "-c", script).start();
        LineBuffer buffer = new LineBuffer("egon", process.pid(), maxChars, stallNanos);
        lines = new LinesOfChild(process, buffer, consumer, atEnd::countDown);
        lines.begin();
    }

    private void begin(String script, Consumer<Line> consumer) throws IOException {
        begin(script, LineBuffer.MAX_CHARS, NEVER_NANOS, consumer);
    }

    private void awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        lines.awaitConsumed();
    }

    private List<String> texts() {
        return got.stream().map(Line::text).toList();
    }

    @AfterEach
    void end() throws InterruptedException {
        released.countDown();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.toHandle().destroyForcibly();
        assertThat(atEnd.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void bothStreamsComeToldApart() throws Exception {
        begin("echo one; echo two >&2; printf 'three\\r\\n'; printf last", got::add);
        awaitEnd();
        assertThat(got)
                .containsExactlyInAnyOrder(
                        new Line("egon", process.pid(), Stream.OUT, "one"),
                        new Line("egon", process.pid(), Stream.ERR, "two"),
                        new Line("egon", process.pid(), Stream.OUT, "three"),
                        new Line("egon", process.pid(), Stream.OUT, "last"));
        assertThat(got.stream().filter(line -> !line.isError()).map(Line::text))
                .containsExactly("one", "three", "last");
        assertThat(lines.lastLines()).hasSize(4).contains("two", "last");
    }

    @Test
    void aFloodIsSlowedDownToItsConsumer() throws Exception {
        AtomicLong count = new AtomicLong();
        begin(FLOOD, 1 << 16, NEVER_NANOS, line -> {
            if (count.incrementAndGet() % 1000 == 0) {
                LockSupport.parkNanos(100_000);
            }
        });
        awaitEnd();
        assertThat(count).hasValue(FLOOD_LINES);
    }

    @Test
    void aConsumerThatIsStuckLosesLinesAndTheProcessGoesOn() throws Exception {
        begin(FLOOD + "; echo end >&2", 1 << 20, STALL_NANOS, line -> {
            got.add(line);
            awaitReleased();
        });
        awaitEnd();
        assertThat(got).hasSize(1);
        assertThat(lines.lastLines()).contains("end");
        released.countDown();
        assertThat(atEnd.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        List<String> dropped =
                texts().stream().filter(text -> text.startsWith("… ")).toList();
        assertThat(dropped).isNotEmpty().allMatch(text -> text.matches("… \\d+ lines dropped"));
        long lost = dropped.stream()
                .mapToLong(text -> Long.parseLong(text.split(" ")[1]))
                .sum();
        assertThat(lost + got.size() - dropped.size()).isEqualTo(FLOOD_LINES + 1);
    }

    private void awaitReleased() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aConsumerThatThrowsGetsTheRest() throws Exception {
        AtomicReference<Throwable> caught = new AtomicReference<>();
        AtomicLong uncaught = new AtomicLong();
        begin("echo one; echo two; echo three", line -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> {
                caught.set(e);
                uncaught.incrementAndGet();
            });
            got.add(line);
            Thread.currentThread().interrupt();
            throw new IllegalStateException(line.text());
        });
        awaitEnd();
        assertThat(texts()).containsExactly("one", "two", "three");
        assertThat(uncaught).hasValue(1);
        assertThat(caught.get()).hasMessage("one");
    }

    @Test
    void oneThatOutlivesItHoldsUpNobodyAndIsHeardAllTheSame(@TempDir Path directory) throws Exception {
        Path go = directory.resolve("go");
        begin("(while [ ! -e " + go + " ]; do sleep 0.05; done; echo late; echo later) & echo first; read x", got::add);
        // By then it is being read.
        await().atMost(PATIENCE).until(() -> got.size() == 1);
        process.getOutputStream().close();
        awaitEnd();
        assertThat(texts()).containsExactly("first");
        Files.createFile(go);
        assertThat(atEnd.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(texts()).containsExactly("first", "late", "later");
    }

    @Test
    void oneThatOutlivesItAndNeverStopsWritingHoldsUpNobody() throws Exception {
        begin("yes & echo $! >&2; read x", line -> {
            if (line.isError()) {
                got.add(line);
            }
        });
        await().atMost(PATIENCE).until(() -> got.size() == 1);
        process.getOutputStream().close();
        awaitEnd();
        long pid = Long.parseLong(texts().get(0));
        lines.stop();
        // It has nobody to write to any more.
        await().atMost(PATIENCE)
                .until(() ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void allThatAKilledOneHasWrittenComes() throws Exception {
        begin("i=0; while :; do i=$((i+1)); echo $i; done", got::add);
        await().atMost(PATIENCE).until(() -> got.size() > 1000);
        process.toHandle().destroyForcibly();
        awaitEnd();
        for (int i = 0; i < got.size() - 1; i++) {
            assertThat(got.get(i).text()).isEqualTo(Integer.toString(i + 1));
        }
    }

    @Test
    void whenStoppedItGivesNothingMore() throws Exception {
        begin("while :; do echo line; done", line -> {
            got.add(line);
            awaitReleased();
        });
        await().atMost(PATIENCE).until(() -> got.size() == 1);
        lines.stop();
        released.countDown();
        assertThat(atEnd.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(got).hasSize(1);
    }
}
