package dev.multiproc.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatRuntimeException;
import static org.awaitility.Awaitility.await;

import dev.multiproc.ChildProcess;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.Signals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Processes that are stopped or killed, and values that are too large, or cannot be sent. */
class ManagerTroubleIT extends ManagerScene {
    private static final int BIG = 64 << 20;
    private static final Duration SHORT = Duration.ofMillis(50);

    @Test
    void aStoppedManagerIsWaitedForUnlessTheCallHasALimit() throws Exception {
        ManagedMap<String, Integer> map = manager.map();
        ManagedMap<String, Integer> impatient = manager.withTimeout(map, SHORT);
        List<FutureTask<Integer>> patient = new ArrayList<>();
        Signals.send("STOP", manager.pid());
        try {
            // The first has a connection, the others need new ones.
            for (int i = 0; i < 2; i++) {
                FutureTask<Integer> task = new FutureTask<>(() -> map.merge("key", 1, Integer::sum));
                patient.add(task);
                new Thread(task, "patient").start();
            }
            await().atMost(PATIENCE).until(() -> patient.stream().noneMatch(FutureTask::isDone));
            for (int i = 0; i < 2; i++) {
                long begin = System.nanoTime();
                assertThatExceptionOfType(ManagerException.class)
                        .isThrownBy(() -> impatient.put("other", 1))
                        .withMessageContaining("limit of PT0.05S");
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(SHORT, PATIENCE.dividedBy(2));
            }
            assertThat(patient).noneMatch(FutureTask::isDone);
        } finally {
            Signals.send("CONT", manager.pid());
        }
        for (FutureTask<Integer> task : patient) {
            assertThat(task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isBetween(1, 2);
        }
        assertThat(map.get("key")).isEqualTo(2);
        assertThat(manager.withTimeout(map, PATIENCE).put("again", 1)).isNull();
    }

    @Test
    void aStoppedClientHoldsUpNobody() throws Exception {
        BlockingQueue<byte[]> queue = manager.queue();
        ManagedMap<String, Integer> map = manager.map();
        ChildProcess child = mp.process(() -> {
                    while (true) {
                        map.merge("calls", 1, Integer::sum);
                        // Its reply does not fit into the pipe.
                        queue.put(new byte[1 << 20]);
                        queue.take();
                    }
                })
                .start();
        await().atMost(PATIENCE).until(() -> map.getOrDefault("calls", 0) > 3);
        Signals.send("STOP", child.pid().orElseThrow());
        inChildren(() -> map.put("other", 1));
        int before = map.get("calls");
        assertThat(map.get("other")).isEqualTo(1);
        Signals.send("CONT", child.pid().orElseThrow());
        await().atMost(PATIENCE).until(() -> map.get("calls") > before + 3);
    }

    @Test
    void allCallersOfAllProcessesHearOfTheManagersEndOnce() throws Exception {
        int threads = 4;
        Manager killed = mp.manager();
        ManagedMap<String, Integer> map = killed.map();
        BlockingQueue<Integer> queue = killed.queue();
        SharedQueue<String> heard = mp.queue();
        dev.multiproc.ProcessTask callers = () -> {
            List<Thread> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                boolean waits = i % 2 == 0;
                Thread thread = new Thread(() -> {
                    try {
                        map.merge("callers", 1, Integer::sum);
                        while (true) {
                            map.merge("calls", waits ? queue.take() : 1, Integer::sum);
                        }
                    } catch (ManagerException e) {
                        heard.add(String.valueOf(e.getMessage().contains("has ended")));
                    } catch (InterruptedException e) {
                        heard.add(e.toString());
                    }
                });
                thread.start();
                all.add(thread);
            }
            for (Thread thread : all) {
                thread.join();
            }
        };
        List<ChildProcess> children =
                List.of(mp.process(callers).start(), mp.process(callers).start());
        FutureTask<Void> here = new FutureTask<>(() -> {
            callers.run();
            return null;
        });
        new Thread(here, "callers").start();
        await().atMost(PATIENCE).until(() -> map.getOrDefault("callers", 0) == 3 * threads);
        long begin = System.nanoTime();
        Signals.send("KILL", killed.pid());
        for (int i = 0; i < 3 * threads; i++) {
            assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("true");
        }
        System.out.println("all callers heard of it after "
                + Duration.ofNanos(System.nanoTime() - begin).toMillis() + " ms");
        here.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        for (ChildProcess child : children) {
            child.joinOrThrow(PATIENCE);
        }
        assertThat(heard).isEmpty();
        killed.close();
    }

    @Test
    void aBigValueGoesThereAndBack() {
        byte[] big = new byte[BIG];
        Arrays.fill(big, (byte) 7);
        big[BIG - 1] = 1;
        ManagedMap<String, byte[]> map = manager.map();
        map.put("big", big);
        assertThat(map.remove("big")).isEqualTo(big);
    }

    /** Has what cannot be serialized. */
    static final class Stubborn extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial")
        final Object held = new Object();

        Stubborn(String message) {
            super(message);
        }
    }

    interface Thrower {
        void doThrow();

        String take(Object any);
    }

    static final class StubbornThrower implements Thrower {
        @Override
        public void doThrow() {
            throw new Stubborn("no way");
        }

        @Override
        public String take(Object any) {
            return any.toString();
        }
    }

    @Test
    void exceptionsThatCannotBeSerializedAreToldInWords() {
        manager.register(Thrower.class, StubbornThrower::new);
        Thrower thrower = manager.create(Thrower.class);
        assertThatRuntimeException().isThrownBy(thrower::doThrow).withMessageContaining("Stubborn: no way");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> thrower.take(new Stubborn("no way")))
                .withMessageContaining("Stubborn.held");
        ManagedMap<String, Integer> map = manager.map();
        assertThatRuntimeException()
                .isThrownBy(() -> map.computeIfAbsent("key", key -> {
                    throw new Stubborn("in a function");
                }))
                .withMessageContaining("Stubborn: in a function");
        assertThat(thrower.take("text")).isEqualTo("text");
    }

    @Test
    void collectionsThatAreNotSerializableAreSentForWhatIsInThem() {
        ManagedMap<String, Integer> map = manager.map();
        map.putAll(Map.of("a", 1, "b", 2));
        ManagedList<Object> list = manager.list(map.values());
        list.addAll(map.keySet());
        assertThat(list).containsExactlyInAnyOrder(1, 2, "a", "b");
        assertThat(list.containsAll(map.keySet())).isTrue();
        list.removeAll(map.keySet());
        list.retainAll(Map.of(1, "x").keySet());
        assertThat(list).containsExactly(1);
        assertThat(list.equals(new ArrayList<>(List.of(0, 1)).subList(1, 2))).isTrue();
    }
}
