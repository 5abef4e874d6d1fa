package dev.multiproc.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.multiproc.pipe.Connection;
import dev.multiproc.pipe.ConnectionOptions;
import dev.multiproc.pipe.Listener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What can go wrong between a manager and a remote client. */
@SuppressWarnings("unchecked") // Who looks a name up knows what is in it.
class RemoteTroubleIT extends ManagerScene {
    private static final byte[] KEY = "a key of many bytes".getBytes(StandardCharsets.US_ASCII);
    private static final RemoteOptions OPTIONS = RemoteOptions.withKey(KEY);
    private static final int BIG = 8 << 20;

    private static SocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static InetSocketAddress inet(RemoteAccess access) {
        return (InetSocketAddress) access.address();
    }

    // ---------------------------------------------------------------- the network

    @Test
    void aSilentCutEndsCallsInALeaseAndFreesWhatTheClientHad() throws Exception {
        Duration lease = Duration.ofMillis(400);
        Lock lock = manager.lock();
        manager.bind("cut-lock", lock);
        await().atMost(PATIENCE).until(() -> manager.statistics().remoteClients() == 0);
        int before = manager.objectCount();
        try (RemoteAccess access = manager.serve(loopback(), OPTIONS.withLease(lease));
                Wiretap network = new Wiretap(inet(access));
                Manager remote = Manager.connect(network.address(), OPTIONS)) {
            Lock there = remote.lookup("cut-lock", Lock.class);
            there.lock();
            BlockingQueue<byte[]> queue = remote.queue();
            await().atMost(PATIENCE).until(() -> manager.statistics().remoteClients() == 1);
            // One waits for an answer, one is in the middle of a message; an asynchronous one may have no connection
            // yet, and says so.
            FutureTask<byte[]> taker = new FutureTask<>(queue::take);
            Thread taking = new Thread(taker, "taker");
            taking.start();
            CompletableFuture<byte[]> async = Calls.callAsync(queue, BlockingQueue::take);
            awaitIn("FrameReader", taking);
            network.cut();
            FutureTask<Boolean> putter = new FutureTask<>(() -> queue.add(new byte[BIG]));
            new Thread(putter, "putter").start();
            long begin = System.nanoTime();
            for (java.util.concurrent.Future<?> call : List.of(taker, async, putter)) {
                assertThatExceptionOfType(ExecutionException.class)
                        .isThrownBy(() -> call.get(30, TimeUnit.SECONDS))
                        .withCauseInstanceOf(ManagerException.class)
                        .withMessageContaining("the manager at");
            }
            System.out.println(
                    "calls ended " + Duration.ofNanos(System.nanoTime() - begin).toMillis() + " ms after the cut");
            assertThat(lock.tryLock(30, TimeUnit.SECONDS)).isTrue();
            lock.unlock();
            await().atMost(PATIENCE).until(() -> manager.statistics().remoteClients() == 0);
            // What other tests left may go meanwhile.
            assertThat(manager.objectCount()).isLessThanOrEqualTo(before);

            network.heal();
            assertThatExceptionOfType(ManagerException.class)
                    .isThrownBy(there::unlock)
                    .withMessageContaining("is over");
            assertThatExceptionOfType(ManagerException.class).isThrownBy(remote::map);
            assertThatExceptionOfType(ManagerException.class)
                    .isThrownBy(() -> Calls.oneWay(queue, q -> q.add(new byte[1])));
            try (Manager again = Manager.connect(network.address(), OPTIONS)) {
                assertThat(again.lookup("cut-lock", Lock.class).tryLock()).isTrue();
            }
        }
        manager.unbind("cut-lock");
    }

    @Test
    void aStallInALongMessageHarmsNobodyElse() throws Exception {
        try (RemoteAccess access = manager.serve(loopback(), OPTIONS.withLease(Duration.ofMinutes(1)));
                Wiretap network = new Wiretap(inet(access));
                Manager remote = Manager.connect(network.address(), OPTIONS)) {
            ManagedMap<String, byte[]> map = remote.map();
            ManagedMap<String, byte[]> impatient = remote.withTimeout(map, Duration.ofMillis(50));
            BlockingQueue<byte[]> queue = remote.queue();
            ManagedBarrier bothConnected = remote.barrier(2);
            network.cut();
            long seen = network.passedBytes();
            assertThatExceptionOfType(ManagerException.class)
                    .isThrownBy(() -> impatient.put("late", new byte[BIG]))
                    .withMessageContaining("longer than its limit of PT0.05S");
            CountDownLatch isCut = new CountDownLatch(1);
            FutureTask<Boolean> patient = new FutureTask<>(() -> {
                bothConnected.await();
                isCut.await();
                map.put("key", new byte[BIG]);
                return Thread.interrupted();
            });
            FutureTask<Void> interruptible = new FutureTask<>(() -> {
                bothConnected.await();
                isCut.await();
                queue.put(new byte[BIG]);
                return null;
            });
            List<Thread> threads = List.of(new Thread(patient, "patient"), new Thread(interruptible, "interruptible"));
            network.heal();
            await().atMost(PATIENCE).until(() -> network.passedBytes() > seen);
            assertThat(map).isEmpty();
            threads.forEach(Thread::start);
            threads.forEach(thread -> await().atMost(PATIENCE).until(() -> thread.getState() == Thread.State.WAITING));
            network.cut();
            isCut.countDown();
            threads.forEach(thread -> awaitIn("FrameWriter", thread));
            threads.forEach(Thread::interrupt);
            network.heal();
            assertThat(patient.get(30, TimeUnit.SECONDS)).isTrue();
            // It was cancelled, or done before.
            threads.get(1).join(30_000);
            assertThat(interruptible).isDone();
            assertThat(map.get("key")).hasSize(BIG);
            assertThat(queue).hasSizeLessThanOrEqualTo(1);
        }
    }

    /** Waits until a thread sends or receives. */
    private static void awaitIn(String framing, Thread thread) {
        await().atMost(PATIENCE).until(() -> List.of(thread.getStackTrace()).stream()
                .anyMatch(frame -> frame.getClassName().equals("dev.multiproc.pipe." + framing)));
    }

    // ---------------------------------------------------------------- the other side

    @Test
    void whoIsNoManagerOrOfAnotherVersionIsRefused() throws Exception {
        byte[] refusal = RemoteGreeting.refusal("it speaks version 1 of the protocol, and the manager version 2")
                .array();
        try (Listener listener =
                Listener.open(loopback(), ConnectionOptions.defaults().withKey(KEY))) {
            for (byte[] answer : List.of(new byte[0], new byte[] {1}, new byte[] {7, 7}, refusal)) {
                FutureTask<Void> server = new FutureTask<>(() -> {
                    try (Connection connection = listener.accept()) {
                        connection.receiveBytes();
                        connection.sendBytes(answer);
                        connection.poll(PATIENCE);
                    }
                    return null;
                });
                new Thread(server, "no-manager").start();
                assertThatExceptionOfType(ManagerException.class)
                        .isThrownBy(() -> Manager.connect(listener.address(), OPTIONS))
                        .withMessageContaining(answer == refusal ? "the manager version 2" : "there is no manager");
                server.get(30, TimeUnit.SECONDS);
            }
            FutureTask<Void> server = new FutureTask<>(() -> {
                listener.accept().close();
                return null;
            });
            new Thread(server, "no-manager").start();
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> Manager.connect(listener.address(), OPTIONS));
        }
    }

    @Test
    void aClosedAccessEndsItsClientsAndLetsNobodyIn() throws Exception {
        RemoteAccess access = manager.serve(loopback(), OPTIONS);
        RemoteAccess other = manager.serve(loopback(), OPTIONS);
        Lock lock = manager.lock();
        manager.bind("access-lock", lock);
        try (Manager remote = Manager.connect(access.address(), OPTIONS);
                Manager stays = Manager.connect(other.address(), OPTIONS)) {
            remote.lookup("access-lock", Lock.class).lock();
            BlockingQueue<Integer> queue = remote.queue();
            FutureTask<Integer> taker = new FutureTask<>(queue::take);
            Thread taking = new Thread(taker, "taker");
            taking.start();
            awaitIn("FrameReader", taking);
            access.close();
            access.close();
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> taker.get(30, TimeUnit.SECONDS))
                    .withCauseInstanceOf(ManagerException.class)
                    .withMessageContaining("lets no remote clients in any more");
            assertThatExceptionOfType(ManagerException.class).isThrownBy(queue::size);
            assertThat(lock.tryLock(30, TimeUnit.SECONDS)).isTrue();
            lock.unlock();
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> Manager.connect(access.address(), OPTIONS));
            assertThat(stays.list(List.of(1))).containsExactly(1);
            // The address is free again.
            manager.serve(access.address(), OPTIONS).close();
        }
        other.close();
        manager.unbind("access-lock");
    }

    @Test
    void remoteClientsPassProxiesToEachOther() throws Exception {
        ManagedMap<String, Object> board = manager.map();
        manager.bind("board", board);
        try (RemoteAccess access = manager.serve(loopback(), OPTIONS);
                Manager second = Manager.connect(access.address(), OPTIONS)) {
            ManagedMap<String, Object> boardOfSecond = second.lookup("board", ManagedMap.class);
            ManagedList<Integer> got;
            try (Manager first = Manager.connect(access.address(), OPTIONS)) {
                ManagedMap<String, Object> boardOfFirst = first.lookup("board", ManagedMap.class);
                ManagedList<Integer> list = first.list();
                boardOfFirst.put("list", list);
                boardOfFirst.put("nested", new ArrayList<>(List.of(list)));
                got = (ManagedList<Integer>) boardOfSecond.get("list");
                got.add(1);
                ((List<ManagedList<Integer>>) boardOfSecond.get("nested"))
                        .get(0)
                        .add(2);
                assertThat(list).containsExactly(1, 2);
                assertThat(got).isEqualTo(list);
                // A proxy of one connection, given to the other.
                boardOfSecond.put("own", list);
            }
            assertThat(got).containsExactly(1, 2);
            ((ManagedList<Integer>) board.get("own")).add(3);
            board.clear();
            assertThat(got).containsExactly(1, 2, 3);
        }
        manager.unbind("board");
    }

    @Test
    void aClassThatTheManagerDoesNotHaveIsNamed() throws Exception {
        Class<?> lost = SentByTheClient.underAnotherName();
        Object value = lost.getConstructor().newInstance();
        Shipped.Maker<Runnable> maker =
                (Shipped.Maker<Runnable>) lost.getMethod("maker").invoke(null);
        try (RemoteAccess access = manager.serve(loopback(), OPTIONS);
                Manager remote = Manager.connect(access.address(), OPTIONS)) {
            for (Manager client : List.of(manager, remote)) {
                ManagedMap<String, Object> map = client.map();
                for (ThrowingCallable call : List.<ThrowingCallable>of(
                        () -> map.put("key", value),
                        () -> map.put("key", new Object[] {1, value}),
                        () -> map.putAll(Map.of("key", value)),
                        () -> client.register(Runnable.class, maker),
                        () -> Calls.callAsync(map, m -> m.get(value)).get(),
                        () -> {
                            Calls.oneWay(map, m -> m.put("key", value));
                            Calls.flush(map);
                        },
                        () -> {
                            Batch batch = Calls.batch();
                            batch.run(map, m -> m.put("key", value));
                            batch.send();
                        })) {
                    assertThatThrownBy(call).hasMessageContaining(SentByTheClient.OTHER_NAME);
                }
                map.put("key", 1);
                assertThat(map).containsOnlyKeys("key").containsValue(1);
            }
        }
    }
}
