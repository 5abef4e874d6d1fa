package dev.multiproc.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.codec.DefaultCodec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What a pool and its workers send each other comes back as it was. */
class MessagesTest {
    private final Payloads payloads = new Payloads(new DefaultCodec());

    @Test
    void aTasksMessage() {
        Task<Integer> task = () -> 5;
        byte[] message = TaskMessage.call(payloads.encodeTask(task));
        TaskMessage.address(message, 4095, -7);
        assertThat(TaskMessage.kind(message)).isEqualTo(TaskMessage.CALL);
        assertThat(TaskMessage.slot(message)).isEqualTo(4095);
        assertThat(TaskMessage.generation(message)).isEqualTo(-7);
    }

    @Test
    void aTaskIsRunFromItsMessage() {
        Task<Integer> task = () -> 5;
        TaskRun.Outcome outcome = new TaskRun(payloads).run(TaskMessage.call(payloads.encodeTask(task)));
        assertThat(outcome.kind()).isEqualTo(ResultMessage.VALUE);
        assertThat(outcome.isHarmful()).isFalse();
        assertThat(payloads.decodeValue(ByteBuffer.wrap(outcome.payload()))).isEqualTo(5);
    }

    @Test
    void aChunkIsRunFromItsMessageAndItsFunctionIsReadOnce() {
        TaskFunction<Integer, Integer> function = input -> 10 / input;
        SentFunction sent = new SentFunction(1, payloads.encodeTask(function), null, null);
        byte[] message = TaskMessage.chunk(sent, payloads.encodeAll(List.of(1, 0, 5)));
        TaskRun.Outcome outcome = new TaskRun(payloads).run(message);
        assertThat(outcome.kind()).isEqualTo(ResultMessage.CHUNK);
        ChunkResults results = ChunkResults.decode(payloads, ByteBuffer.wrap(outcome.payload()));
        assertThat(results.values()).isEqualTo(Arrays.asList(10, null, 2));
        assertThat(results.failures()).containsOnlyKeys(1);
        assertThat(results.failures().get(1)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void anErrorOfTheMachineIsHarmful() {
        Task<Integer> task = () -> {
            throw new OutOfMemoryError("a test");
        };
        TaskRun.Outcome outcome = new TaskRun(payloads).run(TaskMessage.call(payloads.encodeTask(task)));
        assertThat(outcome.kind()).isEqualTo(ResultMessage.FAILURE);
        assertThat(outcome.isHarmful()).isTrue();
    }

    @Test
    void aResultsMessage() {
        ResultMessage.TaskTimes task = new ResultMessage.TaskTimes(3, 4, 5_000_000_000L, 6_000_000_000L);
        ResultMessage read = ResultMessage.read(ResultMessage.ofTask(ResultMessage.VALUE, 17, task, new byte[] {1, 2}));
        assertThat(read.isOfTask()).isTrue();
        assertThat(List.of(read.worker(), read.slot(), read.generation())).containsExactly(17, 3, 4);
        assertThat(read.waitNanos()).isEqualTo(5_000_000_000L);
        assertThat(read.workNanos()).isEqualTo(6_000_000_000L);
        assertThat(read.payload().remaining()).isEqualTo(2);
        assertThat(ResultMessage.read(ResultMessage.ofWorker(ResultMessage.LEFT, 1, 2))
                        .isOfTask())
                .isFalse();
    }

    // ---------------------------------------------------------------- results of a chunk

    private ChunkResults sent(Object[] values, Map<Integer, Throwable> failures) {
        return ChunkResults.decode(payloads, ByteBuffer.wrap(ChunkResults.encode(payloads, values, failures)));
    }

    @Test
    void resultsAndFailures() {
        Map<Integer, Throwable> failures = new TreeMap<>();
        failures.put(0, new IllegalStateException("first"));
        failures.put(2, new IllegalArgumentException("third"));
        ChunkResults results = sent(new Object[] {null, "second", null, null}, failures);
        assertThat(results.values()).isEqualTo(Arrays.asList(null, "second", null, null));
        assertThat(results.failures()).containsOnlyKeys(0, 2);
        assertThat(results.failures().get(2)).hasMessage("third");
    }

    @Test
    void aResultThatCannotBeSentFailsAlone() {
        ChunkResults results = sent(new Object[] {1, new CountDownLatch(1), 3}, new TreeMap<>());
        assertThat(results.values()).isEqualTo(Arrays.asList(1, null, 3));
        assertThat(results.failures()).containsOnlyKeys(1);
        assertThat(results.failures().get(1)).hasMessageContaining("CountDownLatch");
    }
}
