package dev.multiproc.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.Multiprocessing;
import dev.multiproc.inspect.InspectedObject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Test;

/** What a manager says of itself, and what inspection from outside shows of it. */
class ManagerStatisticsIT extends ManagerScene {
    /** An own type with a slow method. */
    public interface Slow {
        void work(long millis) throws InterruptedException;
    }

    /** It. */
    public static class SlowOne implements Slow {
        @Override
        public void work(long millis) throws InterruptedException {
            TimeUnit.MILLISECONDS.sleep(millis);
        }
    }

    @Test
    void countsObjectsClientsAndCallsAndFindsTheSlowestMethods() throws Exception {
        long before = manager.statistics().calls();
        ManagedMap<Integer, Integer> map = manager.map();
        Lock lock = manager.lock();
        manager.register(Slow.class, SlowOne::new);
        Slow slow = manager.create(Slow.class);
        for (int i = 0; i < 500; i++) {
            map.put(i, i);
        }
        slow.work(30);
        inChildren(() -> map.put(-1, 1), () -> map.put(-2, 1));

        ManagerStatistics seen = manager.statistics();
        assertThat(seen.pid()).isEqualTo(manager.pid());
        assertThat(seen.calls() - before).isBetween(504L, 530L);
        assertThat(seen.connections()).isPositive();
        assertThat(seen.objects())
                .containsEntry("ManagedMap", 1)
                .containsEntry("Slow", 1)
                .containsEntry("Lock", 1);
        ManagerStatistics.Method slowest = seen.slowest().get(0);
        assertThat(slowest.name()).isEqualTo("Slow.work");
        assertThat(slowest.calls()).isPositive();
        assertThat(slowest.mean()).isBetween(Duration.ofMillis(25), Duration.ofSeconds(20));
        assertThat(slowest.max()).isGreaterThanOrEqualTo(slowest.mean());
        // The children have ended, and are clients no more.
        await().atMost(PATIENCE).until(() -> manager.statistics().clients() == 1);
        assertThat(map).hasSize(502);
        assertThat(lock.tryLock()).isTrue();
    }

    @Test
    void inspectionShowsThem() throws Exception {
        RemoteOptions options = RemoteOptions.withKey(new byte[16]);
        SocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (RemoteAccess access = manager.serve(loopback, options);
                Manager remote = Manager.connect(access.address(), options)) {
            assertThat(remote.statistics().remoteClients()).isEqualTo(1);
            checkInspection();
        }
    }

    private void checkInspection() throws Exception {
        ManagedList<String> list = manager.list();
        manager.register(Slow.class, SlowOne::new);
        manager.create(Slow.class).work(30);
        await().atMost(PATIENCE).untilAsserted(() -> {
            List<String> shown = new ArrayList<>();
            for (Path session : Multiprocessing.sessions(options())) {
                for (InspectedObject object : Multiprocessing.inspect(session).objects()) {
                    if (object.name().startsWith("manager of " + manager.pid())) {
                        shown.add(object.figures().toString());
                    }
                }
            }
            assertThat(shown).hasSize(3);
            assertThat(String.join(" ", shown))
                    .contains("{clients=2, remote clients=1,", "ManagedList=1", "Slow.work calls", "Slow.work mean us");
        });
        assertThat(list).isEmpty();
    }
}
