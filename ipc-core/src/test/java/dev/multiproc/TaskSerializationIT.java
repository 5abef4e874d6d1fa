package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.multiproc.memory.SharedReference;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.SharedQueue;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a child's work may be, and what of its parent's data travels with it. */
class TaskSerializationIT extends InOpenSession {
    record Greeting(SharedQueue<String> answers, String name) implements ProcessTask {
        @Override
        public void run() throws InterruptedException {
            answers.put("hello " + name);
        }
    }

    /** A kitchen whose method is a task. */
    record Kitchen(SharedQueue<String> answers) implements Serializable {
        void bake() throws InterruptedException {
            answers.put("baked by a method of an object");
        }
    }

    static void sayNothing() {}

    @Test
    void lambdasRecordsAndMethodReferencesAreTasks() throws Exception {
        SharedQueue<String> answers = mp.queue();
        String captured = "lambda";
        ended(new Greeting(answers, "record"));
        ended(() -> answers.put("hello " + captured));
        ended(new Kitchen(answers)::bake);
        assertThat(ended(TaskSerializationIT::sayNothing).exitCode()).hasValue(0);
        assertThat(answers).containsExactly("hello record", "hello lambda", "baked by a method of an object");
    }

    @Test
    void valuesAreCopiedAndQueuesAreTheSame() throws Exception {
        JoinableQueue<Object> queue = mp.joinableQueue();
        List<String> list = new ArrayList<>(List.of("bun"));
        Map<String, List<JoinableQueue<Object>>> nested = Map.of("queues", List.of(queue));
        ChildProcess child = mp.process(() -> {
            list.add("changed in the child");
            nested.get("queues").get(0).put(list);
        });
        list.add("added before the start");
        child.start().join();
        assertThat(child.exitCode()).hasValue(0);
        assertThat(list).containsExactly("bun", "added before the start");
        assertThat(queue.take()).isEqualTo(List.of("bun", "added before the start", "changed in the child"));
        assertThat(queue.unfinished()).isEqualTo(1);
    }

    /** Holds what cannot travel. */
    record Order(String name, Thread customer) implements Serializable {}

    record Basket(List<Order> orders) implements Serializable {}

    @Test
    void whatCannotBeSerializedIsRefusedWithThePathToItAndNothingRuns() throws Exception {
        SharedQueue<String> answers = mp.queue();
        List<Order> orders = new ArrayList<>(List.of(new Order("bun", Thread.currentThread())));
        Basket basket = new Basket(orders);
        ChildProcess child = mp.process(() -> answers.put(basket.orders().get(0).name()));
        assertThatIllegalArgumentException()
                .isThrownBy(child::start)
                .withMessageContaining("java.lang.Thread")
                .withMessageContaining("orders")
                .withMessageContaining("customer");
        assertThat(mp.activeChildren()).isEmpty();
        assertThat(child.isAlive()).isFalse();
        assertThat(child.pid()).isEmpty();
        // It was not started, so it still can be.
        orders.set(0, new Order("bun", null));
        child.start().join();
        assertThat(answers).containsExactly("bun");
    }

    @Test
    void aSessionAndAChildStayWhereTheyAre() {
        Multiprocessing session = mp;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mp.process(session::activeChildren).start())
                .withMessageContaining("Session");
        ChildProcess other = mp.process(() -> {});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mp.process(other::name).start())
                .withMessageContaining("JvmChild");
        assertThat(mp.activeChildren()).isEmpty();
    }

    @Test
    void aQueueOfAnotherSessionIsRefused() {
        try (Multiprocessing other = Multiprocessing.open()) {
            SharedQueue<String> foreign = other.queue("theirs");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> mp.process(() -> foreign.put("item")).start())
                    .withMessageContaining(
                            "a shared object can be used by children of its own session only, name=theirs");
            assertThat(mp.activeChildren()).isEmpty();
            assertThat(foreign).isEmpty();
        }
    }

    /** Travels well and does not arrive. */
    record Spoilt(String name) implements ProcessTask {
        private Object readResolve() {
            throw new IllegalStateException("spoilt on the way");
        }

        @Override
        public void run() {}
    }

    @Test
    void aTaskThatCannotBeReadInTheChildIsItsFailure() throws Exception {
        ChildProcess child = ended(new Spoilt("bun"));
        assertThat(child.exitCode()).hasValue(1);
        assertThat(child.failure().orElseThrow().remoteTrace()).contains("spoilt on the way");
    }

    /** Cannot be written, and says so in its own way. */
    static final class Unwilling implements Serializable {
        private static final long serialVersionUID = 1L;

        private Object writeReplace() {
            throw new UnsupportedOperationException("stays here");
        }
    }

    record EncodedItem(Unwilling content) implements Serializable {}

    @Test
    void codeOfAnObjectThatFailsIsToldByThePathInEveryCall() {
        EncodedItem parcel = new EncodedItem(new Unwilling());
        SharedQueue<Object> queue = mp.queue();
        SharedReference<Object> reference = mp.sharedReference("empty");
        List<ThrowingCallable> calls = List.of(
                () -> queue.put(parcel),
                () -> queue.offer(parcel),
                () -> queue.putAll(List.of("fine", parcel)),
                () -> mp.sharedReference(parcel),
                () -> reference.set(parcel),
                () -> mp.process(() -> System.out.println(parcel)).start());
        assertThat(calls).allSatisfy(call -> assertThatIllegalArgumentException()
                .isThrownBy(call)
                .withMessageContaining("EncodedItem.content")
                .withMessageContaining("stays here"));
        assertThat(queue).isEmpty();
        assertThat(mp.activeChildren()).isEmpty();
    }

    /** An exception whose own methods throw. */
    static final class Mute extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("not a word");
        }
    }

    @Test
    void anExceptionThatCannotBePrintedIsAFailureAllTheSame() throws Exception {
        ChildProcess child = ended(() -> {
            throw new Mute();
        });
        assertThat(child.exitCode()).hasValue(1);
        ChildFailedException failure = child.failure().orElseThrow();
        assertThat(failure.getMessage()).contains(Mute.class.getName());
        assertThat(failure.remoteTrace()).contains(Mute.class.getName(), "anExceptionThatCannotBePrinted");
    }

    @Test
    void theFailureSaysItsCauseInItsMessage() throws Exception {
        ChildProcess child = ended(() -> {
            throw new IllegalStateException("out of buns");
        });
        assertThat(child.failure().orElseThrow().getMessage()).contains("IllegalStateException: out of buns");
    }
}
