package dev.multiproc.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.Options;
import dev.multiproc.inspect.HistoryEntry.State;
import dev.multiproc.queue.DeadLetterCause;
import dev.multiproc.queue.Delivery;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What went through a queue, read by a process that need not belong to its session. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class QueueHistoryTest {
    private static final int LARGE_BYTES = 100_000;

    @TempDir
    private Path base;

    private Multiprocessing open() {
        return Multiprocessing.open(base.resolve("session"), Options.defaults().withClassArchive(false));
    }

    private List<HistoryEntry> history(String queue) {
        List<HistoryEntry> entries = new ArrayList<>();
        Multiprocessing.history(base.resolve("session"), queue, entries::add);
        return entries;
    }

    private static List<State> states(List<HistoryEntry> entries) {
        return entries.stream().map(HistoryEntry::state).toList();
    }

    @Test
    void whatHasBecomeOfEachItemIsSeen() throws Exception {
        Instant begin = Instant.now();
        try (Multiprocessing mp = open()) {
            JoinableQueue<Object> queue = mp.joinableQueue("q");
            queue.putAll(List.of("done", "dead", new byte[LARGE_BYTES], "taken", "again", 6));
            queue.receive().done();
            queue.receive().reject("no reason");
            queue.receive().done();
            try (Delivery<Object> taken = queue.receive()) {
                // With a delay, so that it is not the next one again.
                queue.receive().retry(Duration.ofHours(1));
                List<HistoryEntry> entries = history("q");

                assertThat(states(entries))
                        .containsExactly(
                                State.DONE,
                                State.DEAD_LETTER,
                                State.DONE,
                                State.TAKEN,
                                State.GIVEN_BACK,
                                State.WAITING);
                assertThat(entries).extracting(HistoryEntry::itemId).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
                assertThat(entries).extracting(HistoryEntry::deliveryCount).containsExactly(1, 1, 1, 1, 1, 0);
                assertThat(entries.get(0).value()).contains("done");
                assertThat(entries.get(2).value()).isEmpty(); // Its file is free for others.
                assertThat(entries.get(2).length()).isEqualTo(LARGE_BYTES);
                assertThat(entries.get(3).consumer().orElseThrow().pid())
                        .isEqualTo(ProcessHandle.current().pid());
                assertThat(entries.get(5).value()).contains(6);
                assertThat(entries)
                        .allSatisfy(entry -> assertThat(entry.putTime().orElseThrow())
                                .isBetween(begin.minusSeconds(2), Instant.now().plusSeconds(2)));
                HistoryEntry.Death death = entries.get(1).death().orElseThrow();
                assertThat(death.cause()).isEqualTo(DeadLetterCause.REJECTED);
                assertThat(death.reason()).isEqualTo("no reason");
                assertThat(death.time()).isPresent();
                assertThat(taken.value()).isEqualTo("taken");
            }
        }
        assertThat(states(history("q")))
                .containsExactly(
                        State.DONE, State.DEAD_LETTER, State.DONE, State.GIVEN_BACK, State.GIVEN_BACK, State.WAITING);
    }

    @Test
    void filesThatAreUsedAgainAreReadInOrder() throws Exception {
        try (Multiprocessing mp = open()) {
            JoinableQueue<byte[]> queue = mp.joinableQueue("q");
            int count = 2_000; // Four files.
            for (int i = 0; i < count; i++) {
                queue.put(new byte[50_000]);
                queue.take();
                queue.taskDone();
            }
            List<HistoryEntry> entries = new ArrayList<>(history("q"));

            long first = entries.get(0).itemId();
            assertThat(first).isPositive();
            assertThat(entries)
                    .extracting(HistoryEntry::itemId)
                    .containsExactlyElementsOf(
                            LongStream.range(first, count).boxed().toList());
            assertThat(entries).allMatch(entry -> entry.state() == State.DONE);
        }
    }

    @Test
    void nothingIsChangedByReading() throws Exception {
        try (Multiprocessing mp = open()) {
            mp.joinableQueue("q").put("item");
        }
        List<String> before = files();
        history("q");

        assertThat(files()).isEqualTo(before);
    }

    /** Names, lengths and times of change. */
    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(base)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file + " " + file.toFile().length() + " "
                            + file.toFile().lastModified())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void whatIsNotThereIsRefused() {
        assertThatExceptionOfType(MultiprocessingException.class)
                .isThrownBy(() -> history("q"))
                .withMessageContaining("there is no session");
        try (Multiprocessing mp = open()) {
            mp.event("event");

            assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> history("q"));
            assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> history("event"));
            mp.queue("empty");
            assertThat(history("empty")).isEmpty();
        }
    }
}
