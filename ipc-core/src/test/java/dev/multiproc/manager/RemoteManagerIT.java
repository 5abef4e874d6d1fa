package dev.multiproc.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.multiproc.pipe.AuthenticationException;
import dev.multiproc.pipe.Connection;
import dev.multiproc.pipe.ConnectionOptions;
import dev.multiproc.testing.ParentProgram;
import dev.multiproc.testing.Signals;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients without a session, which come over sockets. */
@SuppressWarnings("unchecked") // Who looks a name up knows what is in it.
class RemoteManagerIT extends ManagerScene {
    private static final byte[] KEY = "a key of many bytes".getBytes(StandardCharsets.US_ASCII);
    private static final RemoteOptions OPTIONS = RemoteOptions.withKey(KEY);
    private static final ConnectionOptions RAW = ConnectionOptions.defaults().withKey(KEY);

    @TempDir
    private Path directory;

    private static SocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** Counts, takes the lock, says so, and uses the map again when it is told to. */
    @SuppressWarnings("unchecked")
    static final class LockingClient {
        public static void main(String[] args) throws Exception {
            SocketAddress address = args.length == 1
                    ? UnixDomainSocketAddress.of(args[0])
                    : new InetSocketAddress(args[0], Integer.parseInt(args[1]));
            try (Manager manager = Manager.connect(address, OPTIONS)) {
                ManagedMap<String, Integer> counts = manager.lookup("counts", ManagedMap.class);
                counts.merge("client", 1, Integer::sum);
                manager.lookup("lock", Lock.class).lock();
                counts.put("locked", 1);
                try {
                    while (true) {
                        manager.lookup("orders", BlockingQueue.class).take();
                    }
                } catch (ManagerException e) {
                    System.out.println("refused: " + e.getMessage());
                }
            }
        }
    }

    private ManagedMap<String, Integer> bindAll() {
        ManagedMap<String, Integer> counts = manager.map();
        for (String name : new String[] {"counts", "lock", "orders"}) {
            manager.unbind(name);
        }
        manager.bind("counts", counts);
        manager.bind("lock", manager.lock());
        manager.bind("orders", manager.queue());
        return counts;
    }

    @Test
    void aKilledRemoteClientLeavesNothingLocked() throws Exception {
        ManagedMap<String, Integer> counts = bindAll();
        InetSocketAddress address =
                (InetSocketAddress) manager.serve(loopback(), OPTIONS).address();
        try (ParentProgram client = ParentProgram.start(
                LockingClient.class, address.getAddress().getHostAddress(), Integer.toString(address.getPort()))) {
            await().atMost(PATIENCE).until(() -> counts.containsKey("locked"));
            assertThat(counts).containsEntry("client", 1);
            Lock lock = manager.lookup("lock", Lock.class);
            assertThat(lock.tryLock()).isFalse();
            client.process().destroyForcibly();
            assertThat(lock.tryLock(30, TimeUnit.SECONDS)).isTrue();
            lock.unlock();
        }
    }

    @Test
    void aClientThatStoodStillForItsLeaseIsRefused() throws Exception {
        ManagedMap<String, Integer> counts = bindAll();
        Path path = directory.resolve("door");
        RemoteAccess access = manager.serve(UnixDomainSocketAddress.of(path), OPTIONS.withLease(Duration.ofSeconds(1)));
        assertThat(access.address()).isEqualTo(UnixDomainSocketAddress.of(path));
        try (ParentProgram client = ParentProgram.start(LockingClient.class, path.toString())) {
            await().atMost(PATIENCE).until(() -> counts.containsKey("locked"));
            Signals.send("STOP", client.process().pid());
            Lock lock = manager.lookup("lock", Lock.class);
            assertThat(lock.tryLock(30, TimeUnit.SECONDS)).isTrue();
            Signals.send("CONT", client.process().pid());
            assertThat(client.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(String.join("", client.output()))
                    .startsWith("refused: the lease of this process at the manager at");
            lock.unlock();
        }
    }

    @Test
    void namesAreSharedAndChecked() throws Exception {
        SocketAddress address = manager.serve(loopback(), OPTIONS).address();
        try (Manager remote = Manager.connect(address, OPTIONS)) {
            ManagedList<ManagedMap<String, Integer>> list = remote.list();
            ManagedMap<String, Integer> inner = remote.map();
            list.add(inner);
            remote.bind("names-list", list);
            ManagedList<ManagedMap<String, Integer>> here = manager.lookup("names-list", ManagedList.class);
            here.get(0).put("key", 1);
            assertThat(inner).containsEntry("key", 1);
            assertThatExceptionOfType(ClassCastException.class)
                    .isThrownBy(() -> remote.lookup("names-list", Lock.class))
                    .withMessageContaining("type=dev.multiproc.manager.ManagedList");
            assertThatExceptionOfType(NoSuchElementException.class)
                    .isThrownBy(() -> remote.lookup("none", Lock.class))
                    .withMessageContaining("names-list");
            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> remote.bind("names-list", inner));
            assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> remote.bind("text", "text"));
            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> remote.serve(loopback(), OPTIONS));
            assertThat(remote.unbind("names-list")).isTrue();
        }
    }

    @Test
    void strangersAreRefusedAndHoldNobodyUp() throws Exception {
        InetSocketAddress address =
                (InetSocketAddress) manager.serve(loopback(), OPTIONS).address();
        assertThatExceptionOfType(AuthenticationException.class)
                .isThrownBy(() -> Manager.connect(address, RemoteOptions.withKey(new byte[16])));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> manager.serve(new InetSocketAddress("0.0.0.0", 0), OPTIONS));
        try (Socket silent = new Socket(address.getAddress(), address.getPort());
                Connection slow = Connection.connect(address, RAW);
                Connection garbage = Connection.connect(address, RAW);
                Connection other = Connection.connect(address, RAW);
                Connection unknown = Connection.connect(address, RAW)) {
            garbage.sendBytes(new byte[] {1});
            ByteBuffer version = new RemoteGreeting("client", 1, 0).toBytes();
            version.putInt(0, 99);
            other.sendBytes(version);
            assertThatExceptionOfType(ManagerException.class)
                    .isThrownBy(() -> RemoteGreeting.Welcome.from(ByteBuffer.wrap(other.receiveBytes())))
                    .withMessageContaining("it speaks version 99 of the protocol, and the manager version 1");
            unknown.sendBytes(new RemoteGreeting("a lost client", 1, 3).toBytes());
            assertThatExceptionOfType(ManagerException.class)
                    .isThrownBy(() -> RemoteGreeting.Welcome.from(ByteBuffer.wrap(unknown.receiveBytes())))
                    .withMessageContaining("its lease is over");
            assertThatExceptionOfType(IOException.class).isThrownBy(garbage::receiveBytes);
            try (Manager remote = Manager.connect(address, OPTIONS)) {
                assertThat(remote.list(List.of(1))).containsExactly(1);
            }
            assertThat(silent.isConnected()).isTrue();
            assertThat(slow.isOpen()).isTrue();
        }
    }

    @Test
    void filtersRefuseClassesOnBothSides() throws Exception {
        RemoteOptions filtered = OPTIONS.withFilter("java.lang.*;java.util.*;!*");
        SocketAddress address = manager.serve(loopback(), filtered).address();
        try (Manager remote = Manager.connect(address, OPTIONS)) {
            ManagedMap<String, Object> map = remote.map();
            map.put("key", 1);
            assertThatExceptionOfType(RuntimeException.class)
                    .isThrownBy(() -> map.put("file", new java.io.File("x")))
                    .withStackTraceContaining("java.io.File");
            assertThat(map).containsOnlyKeys("key");
        }
        SocketAddress open = manager.serve(loopback(), OPTIONS).address();
        try (Manager remote = Manager.connect(open, filtered)) {
            ManagedMap<String, Object> map = remote.map();
            map.put("file", new java.io.File("x"));
            assertThatExceptionOfType(RuntimeException.class)
                    .isThrownBy(() -> map.get("file"))
                    .withStackTraceContaining("java.io.File");
            assertThat(map.size()).isEqualTo(1);
        }
    }

    @Test
    void interruptsLimitsAndADeadManagerAreAsOverPipes() throws Exception {
        Manager killed = mp.manager();
        SocketAddress address = killed.serve(loopback(), OPTIONS).address();
        try (Manager remote = Manager.connect(address, OPTIONS)) {
            BlockingQueue<Integer> queue = remote.queue();
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(queue::take);
            assertThatExceptionOfType(ManagerException.class)
                    .isThrownBy(remote.withTimeout(queue, Duration.ofMillis(30))::take)
                    .withMessageContaining("longer than its limit");
            CountDownLatch begun = new CountDownLatch(1);
            FutureTask<Integer> taker = new FutureTask<>(() -> {
                queue.put(1);
                queue.take();
                begun.countDown();
                return queue.take();
            });
            Thread thread = new Thread(taker);
            thread.start();
            begun.await();
            ProcessHandle.of(killed.pid()).orElseThrow().destroyForcibly();
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> taker.get(30, TimeUnit.SECONDS))
                    .withCauseInstanceOf(ManagerException.class)
                    .withMessageContaining("has broken, or the manager has ended");
        }
        killed.close();
    }
}
