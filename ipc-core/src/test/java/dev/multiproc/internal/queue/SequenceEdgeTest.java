package dev.multiproc.internal.queue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.Multiprocessing;
import dev.multiproc.internal.control.ProcessTable;
import dev.multiproc.internal.log.LogFile;
import dev.multiproc.internal.log.PageDescriptor;
import dev.multiproc.internal.log.PageLog;
import dev.multiproc.internal.object.SafeName;
import dev.multiproc.queue.DeadLetter;
import dev.multiproc.queue.Delivery;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueOptions;
import dev.multiproc.testing.LeavesNothingBehind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queues that have had so many items that a record's word has no room for the whole number of the next. */
@ExtendWith(LeavesNothingBehind.class)
class SequenceEdgeTest {
    private static final long EDGE = 1L << 40;

    @TempDir
    private Path directory;

    /** Has a queue that nobody has used begin with some number. */
    static void beginAt(LogObject queue, long sequence) throws Exception {
        PageLog pages = new PageLog(
                queue.log().context.files().queue(SafeName.toFileName(queue.name())),
                queue.log().counters.region(),
                queue.log().counters.pages(),
                queue.log().context.waits());
        pages.appendAfter(0, System.nanoTime() + SECONDS.toNanos(30));
        long page = pages.firstPage();
        LogFile file = pages.open(PageDescriptor.cycle(page));
        PageLog.setFirst(file.region(), PageDescriptor.offset(page), sequence);
        file.release();
        pages.close();
        queue.log().counters.setTailPage(page, PageDescriptor.offset(page) + PageDescriptor.RECORDS_OFFSET);
        queue.log().counters.setTail(sequence, queue.log().counters.tailOffset());
        queue.log().counters.raiseHead(sequence);
        queue.log().counters.raiseLow(sequence);
    }

    private static <E> JoinableQueue<E> queueAt(Multiprocessing session, long sequence, QueueOptions options)
            throws Exception {
        JoinableQueue<E> queue = session.joinableQueue("edge", options);
        beginAt((LogObject) queue, sequence);
        assertThat(queue.size()).isZero();
        return queue;
    }

    @ParameterizedTest
    @ValueSource(longs = {EDGE - 3, EDGE - 1, EDGE, 7 * EDGE - 2, EDGE / 2 - 2})
    void countsAndBoundsAreTrueOverTheEdge(long begin) throws Exception {
        try (Multiprocessing session = Multiprocessing.open()) {
            JoinableQueue<String> queue = queueAt(session, begin, QueueOptions.bounded(3));
            for (int i = 0; i < 10; i++) {
                assertThat(queue.offer("a" + i)).isTrue();
                assertThat(queue.size()).isOne();
                assertThat(queue.peek()).isEqualTo("a" + i);
                try (Delivery<String> delivery = queue.receive()) {
                    assertThat(delivery.id()).isEqualTo(begin + i);
                    assertThat(queue.isEmpty()).isTrue();
                    assertThat(queue.join(0, SECONDS)).isFalse();
                    delivery.done();
                }
                assertThat(queue.join(0, SECONDS)).isTrue();
                assertThat(queue.unfinished()).isZero();
            }
            queue.putAll(List.of("x", "y", "z"));
            assertThat(queue.isFull()).isTrue();
            assertThat(queue.offer("one too many")).isFalse();
            assertThat(queue).containsExactly("x", "y", "z");
            assertThat(queue.drainTo(new ArrayList<>())).isEqualTo(3);
            assertThat(queue.remainingCapacity()).isEqualTo(3);
            IntStream.range(0, 3).forEach(i -> queue.taskDone());
            assertThat(queue.join(0, SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {EDGE - 2})
    void largeItemsAndReturnsAndDeadLettersKeepTheirNumbers(long begin) throws Exception {
        try (Multiprocessing session = Multiprocessing.open()) {
            JoinableQueue<String> queue =
                    queueAt(session, begin, QueueOptions.unbounded().withMaxDeliveries(2));
            List<String> items =
                    IntStream.range(0, 4).mapToObj(i -> i + "x".repeat(100_000)).toList();
            queue.putAll(items);
            queue.receive().retry();
            assertThat(queue).containsExactlyElementsOf(items);
            List<Delivery<String>> deliveries = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Delivery<String> delivery = queue.receive();
                assertThat(delivery.value()).isEqualTo(items.get(i));
                assertThat(delivery.id()).isEqualTo(begin + i);
                deliveries.add(delivery);
            }
            deliveries.forEach(Delivery::retry);
            while (!queue.isEmpty()) {
                queue.receive().retry();
            }
            assertThat(queue.deadLetters().letters())
                    .extracting(DeadLetter::itemId)
                    .containsExactlyInAnyOrder(begin, begin + 1, begin + 2, begin + 3);
            assertThat(queue.deadLetters()).containsExactlyInAnyOrderElementsOf(items);
            assertThat(queue.join(0, SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {EDGE - 2})
    void whatTheDeadHeldComesBack(long begin) throws Exception {
        try (Multiprocessing session = Multiprocessing.open()) {
            JoinableQueue<String> queue = queueAt(session, begin, QueueOptions.unbounded());
            LogObject words = (LogObject) queue;
            queue.putAll(List.of("a", "b", "c", "d"));
            ProcessTable processes = new ProcessTable(words.log().context.control());
            int ghost =
                    processes.reserve(ProcessTable.NO_PARENT, 0, "ghost", false).slot();
            words.log().scanner.all((cursor, word) -> cursor.region()
                    .compareAndSetLong(cursor.offset(), word, RecordDescriptor.claimed(word, ghost)));
            processes.setState(ghost, ProcessTable.ALIVE);
            await().until(() -> processes.state(ghost) == ProcessTable.FREE);
            for (String item : List.of("a", "b", "c", "d")) {
                assertThat(queue.poll(10, SECONDS)).isEqualTo(item);
                queue.taskDone();
            }
            assertThat(queue.size()).isZero();
            assertThat(queue.join(0, SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {EDGE - 2, 3 * EDGE + 5})
    void aDurableQueueIsRebuiltAsItWas(long begin) throws Exception {
        Path place = directory.resolve("session");
        try (Multiprocessing session = Multiprocessing.open(place)) {
            JoinableQueue<String> queue = queueAt(session, begin, QueueOptions.unbounded());
            queue.putAll(List.of("a", "b", "c", "d"));
            queue.take();
            queue.taskDone();
        }
        try (Multiprocessing session = Multiprocessing.open(place)) {
            JoinableQueue<String> queue = session.joinableQueue("edge", QueueOptions.unbounded());
            assertThat(queue).containsExactly("b", "c", "d");
            Delivery<String> delivery = queue.receive();
            assertThat(delivery.id()).isEqualTo(begin + 1);
            delivery.done();
            queue.put("e");
            assertThat(queue.size()).isEqualTo(3);
            assertThat(queue).containsExactly("c", "d", "e");
        }
    }
}
