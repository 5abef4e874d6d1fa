package dev.multiproc.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.multiproc.ChildProcess;
import dev.multiproc.queue.SharedQueue;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A queue that tracks which items are finished. */
class ManagedJoinableQueueIT extends ManagerScene {
    @Test
    void joinWaitsUntilAllIsDone() throws Exception {
        ManagedJoinableQueue<Integer> queue = manager.joinableQueue();
        queue.join();
        queue.addAll(List.of(1, 2, 3));
        CompletableFuture<Void> joined = Calls.runAsync(queue, ManagedJoinableQueue::join);
        assertThat(queue.join(1, TimeUnit.MILLISECONDS)).isFalse();
        inChildren(() -> {
            while (queue.poll() != null) {
                queue.taskDone();
            }
        });
        joined.get(30, TimeUnit.SECONDS);
        assertThat(queue.unfinished()).isZero();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(queue::taskDone);
    }

    @Test
    void itIsAQueueOfLimitedLength() throws Exception {
        ManagedJoinableQueue<Integer> queue = manager.joinableQueue(2);
        assertThat(queue.offer(1) && queue.offer(2, 1, TimeUnit.SECONDS)).isTrue();
        assertThat(queue.offer(3) || queue.offer(3, 1, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(queue.remainingCapacity()).isZero();
        CompletableFuture<Void> put = Calls.runAsync(queue, q -> q.put(3));
        assertThat(queue.take()).isEqualTo(1);
        put.get(30, TimeUnit.SECONDS);
        assertThat(queue).containsExactly(2, 3);
        assertThat(queue.peek()).isEqualTo(2);
        assertThat(queue.remove(2)).isTrue();
        assertThat(queue.unfinished()).isEqualTo(2);
        List<Integer> drained = new ArrayList<>();
        assertThat(queue.drainTo(drained)).isEqualTo(1);
        assertThat(drained).containsExactly(3);
        assertThat(queue.poll(1, TimeUnit.MILLISECONDS)).isNull();
        queue.taskDone();
        queue.taskDone();
        queue.addAll(List.of(4, 5));
        for (Iterator<Integer> each = queue.iterator(); each.hasNext(); ) {
            if (each.next() == 4) {
                each.remove();
            }
        }
        assertThat(queue).containsExactly(5);
        queue.clear();
        assertThat(queue.join(0, TimeUnit.SECONDS)).isTrue();
        assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> queue.offer(null));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> manager.joinableQueue(0));
    }

    @Test
    void whatAKilledConsumerHasNotFinishedIsGivenToOthers() throws Exception {
        ManagedJoinableQueue<Integer> queue = manager.joinableQueue();
        queue.addAll(List.of(1, 2, 3, 4));
        SharedQueue<Boolean> ready = mp.queue();
        ChildProcess child = mp.process(() -> {
                    queue.take();
                    queue.take();
                    queue.take();
                    queue.taskDone();
                    ready.put(true);
                    new CountDownLatch(1).await();
                })
                .start();
        ready.take();
        assertThat(queue.unfinished()).isEqualTo(3);
        child.kill();
        await().atMost(PATIENCE).until(() -> queue.size() == 3);
        for (int i = 2; i <= 4; i++) {
            assertThat(queue.take()).isEqualTo(i);
            queue.taskDone();
        }
        queue.join();
    }
}
