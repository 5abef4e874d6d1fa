package dev.multiproc.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.Options;
import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.sync.SharedLock;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is seen of a session by a process that need not belong to it. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class SessionInspectionTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int INSPECTIONS = 50;
    /** 60 MB, of which a queue keeps less. */
    private static final int STREAM = 1500;

    private static final int STREAM_BYTES = 40_000;

    @TempDir
    private Path base;

    private Options options() {
        return Options.defaults().withBaseDirectory(base).withClassArchive(false);
    }

    private SessionInspection inspectOnly() {
        List<Path> sessions = Multiprocessing.sessions(options());
        assertThat(sessions).hasSize(1);
        return Multiprocessing.inspect(sessions.get(0));
    }

    private static InspectedObject object(SessionInspection session, String name) {
        return session.objects().stream()
                .filter(object -> object.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theHolderOfALockAndTheContentsOfAQueueAreSeen() throws Exception {
        Instant before = Instant.now();
        try (Multiprocessing mp = Multiprocessing.open(options())) {
            SharedLock lock = mp.lock("lockA");
            mp.<String>queue("items").put("item");
            mp.event("event").set();
            SessionInspection session;
            lock.lock();
            try {
                session = inspectOnly();
            } finally {
                lock.unlock();
            }

            assertThat(session.isDurable()).isFalse();
            assertThat(session.created()).isBetween(before.minusMillis(1), Instant.now());
            InspectedProcess self = session.processes().get(0);
            assertThat(session.processes()).containsExactly(self);
            assertThat(self.name()).isEqualTo("MainProcess");
            assertThat(self.pid()).isEqualTo(ProcessHandle.current().pid());
            assertThat(self.parent()).isEmpty();
            assertThat(self.isDaemon()).isFalse();
            assertThat(self.state()).isEqualTo(InspectedProcess.State.RUNNING);
            assertThat(self.waits()).isEmpty();

            InspectedObject lockSeen = object(session, "lockA");
            assertThat(lockSeen.type()).isEqualTo("SharedLock");
            assertThat(lockSeen.isLock()).isTrue();
            assertThat(lockSeen.holders()).containsExactly(self);
            InspectedObject queueSeen = object(session, "items");
            assertThat(queueSeen.type()).isEqualTo("SharedQueue");
            assertThat(queueSeen.isLock()).isFalse();
            assertThat(queueSeen.figures()).containsEntry("waiting", 1L).containsEntry("put", 1L);
            assertThat(object(session, "event").figures()).containsEntry("set", true);

            // It is a picture of that moment.
            assertThat(object(inspectOnly(), "lockA").holders()).isEmpty();
            assertThat(lockSeen.holders()).containsExactly(self);
            assertThat(session.toString()).contains("MainProcess", "lockA").doesNotContain("@");
        }
    }

    @Test
    void whatAThreadWaitsForIsSeen() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(options())) {
            SharedQueue<String> items = mp.queue("items");
            Thread taker = new Thread(() -> takeOne(items));
            taker.start();
            await().atMost(LIMIT)
                    .until(() -> !inspectOnly().processes().get(0).waits().isEmpty());
            Wait wait = inspectOnly().processes().get(0).waits().get(0);
            items.put("item");
            taker.join();
            assertThat(wait.purpose()).isEqualTo("to take from");
            assertThat(wait.object().name()).isEqualTo("items");
            assertThat(wait).hasToString("to take from items");
        }
    }

    private static void takeOne(SharedQueue<String> items) {
        try {
            assertThat(items.take()).isEqualTo("item");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aDurableSessionThatNobodyUsesCanBeInspected() throws Exception {
        Path directory = base.resolve("crawl");
        try (Multiprocessing mp = Multiprocessing.open(directory)) {
            mp.<String>queue("pages").put("page");
        }
        SessionInspection session = Multiprocessing.inspect(directory);
        assertThat(session.directory()).isEqualTo(directory.toAbsolutePath());
        assertThat(session.isDurable()).isTrue();
        assertThat(session.processes()).allMatch(process -> process.state() == InspectedProcess.State.ENDED);
        assertThat(object(session, "pages").figures()).containsEntry("waiting", 1L);
        assertThat(session.deadlocks()).isEmpty();
    }

    @Test
    void theSessionsOfABaseDirectoryAreFoundTheOldestFirst() {
        assertThat(Multiprocessing.sessions(options().withBaseDirectory(base.resolve("none"))))
                .isEmpty();
        assertThat(Multiprocessing.sessions(options())).isEmpty();
        try (Multiprocessing one = Multiprocessing.open(options());
                Multiprocessing two = Multiprocessing.open(options())) {
            List<Path> sessions = Multiprocessing.sessions(options());
            assertThat(sessions).hasSize(2);
            assertThat(Multiprocessing.inspect(sessions.get(0)).created())
                    .isBeforeOrEqualTo(Multiprocessing.inspect(sessions.get(1)).created());
            one.event();
            two.event();
        }
    }

    @Test
    void anInterruptedThreadCanInspect() {
        try (Multiprocessing mp = Multiprocessing.open(options())) {
            mp.lock("lockA");
            Thread.currentThread().interrupt();
            SessionInspection session = inspectOnly();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(session.objects()).hasSize(1);
        }
    }

    /** A copy in which an object changes while it is made is not taken for damage. */
    @Test
    void objectsMayComeAndGoMeanwhile() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(options())) {
            AtomicBoolean isOver = new AtomicBoolean();
            Thread maker = new Thread(() -> {
                for (int i = 0; !isOver.get(); i++) {
                    mp.sharedMemory("memory" + i % 7, 64 + i % 7).delete();
                }
            });
            maker.start();
            try {
                for (int i = 0; i < INSPECTIONS; i++) {
                    assertThat(inspectOnly().objects()).hasSizeLessThanOrEqualTo(1);
                }
            } finally {
                isOver.set(true);
                maker.join();
            }
        }
    }

    @Test
    void whatIsNoSessionIsRefused() throws IOException {
        Files.writeString(base.resolve("file"), "");
        for (String name : List.of("none", "file", ".")) {
            assertRefused(
                    base.resolve(name), "there is no session that this user can read", "Multiprocessing.sessions");
        }
    }

    @Test
    void aDamagedSessionIsRefused() throws IOException {
        Path header = durable("header");
        flip(header, ControlDescriptor.SESSION_ID_OFFSET);
        assertRefused(header, "is damaged", "checksum", "multiproc clean --damaged " + header);
        Path table = durable("table");
        flip(table, ControlDescriptor.objectOffset(0) + ControlDescriptor.OBJECT_NAME_OFFSET);
        assertRefused(table, "is damaged", "object 0", "multiproc clean --damaged " + table);
        Path cut = durable("cut");
        try (RandomAccessFile control =
                new RandomAccessFile(cut.resolve("control").toFile(), "rw")) {
            control.setLength(100);
        }
        assertRefused(cut, "its length is 100", "open it with the version of the library that made it");
    }

    @Test
    void aSessionOfAnotherVersionIsRefused() throws IOException {
        Path other = durable("other");
        flip(other, ControlDescriptor.VERSION_OFFSET + 1);
        assertRefused(other, "its layout has version", "open it with the version of the library that made it");
    }

    private Path durable(String name) {
        Path directory = base.resolve(name);
        try (Multiprocessing mp = Multiprocessing.open(directory)) {
            mp.lock("lockA");
        }
        return directory;
    }

    private static void flip(Path session, int offset) throws IOException {
        try (RandomAccessFile control =
                new RandomAccessFile(session.resolve("control").toFile(), "rw")) {
            control.seek(offset);
            int old = control.read();
            control.seek(offset);
            control.write(old ^ 1);
        }
    }

    private static void assertRefused(Path directory, String... says) {
        assertThatExceptionOfType(MultiprocessingException.class)
                .isThrownBy(() -> Multiprocessing.inspect(directory))
                .withMessageContainingAll(says)
                .withMessageContaining(directory.normalize().toString());
    }

    @Test
    void theItemsOfAQueueAreSeen() throws Exception {
        // A record has its time in whole seconds, of a clock that is asked now and then.
        Instant before = Instant.now().minusSeconds(3);
        try (Multiprocessing mp = Multiprocessing.open(options())) {
            JoinableQueue<String> items = mp.joinableQueue("items");
            assertThat(content("items").oldestWaiting()).isEmpty();
            items.put("done");
            items.put("taken");
            items.put("waits");
            items.take();
            items.taskDone();
            items.take();

            QueueContent content = content("items");
            assertThat(content.inFlight()).isEqualTo(1);
            assertThat(content.redelivered()).isZero();
            assertThat(content.oldestWaiting().orElseThrow())
                    .isBetween(before, Instant.now().plusSeconds(3));
            QueueContent.ItemInFlight item = content.items().get(0);
            assertThat(item.number()).isEqualTo(1);
            assertThat(item.deliveries()).isEqualTo(1);
            assertThat(item.put().orElseThrow()).isBetween(before, Instant.now().plusSeconds(3));
            assertThat(item.holder().orElseThrow().pid())
                    .isEqualTo(ProcessHandle.current().pid());

            assertThat(content.taken().end()).isEqualTo(2);
            assertThat(content.taken().byProcess()).isEmpty();
            SessionInspection session = inspectOnly();
            QueueContent.Taken taken =
                    session.content(object(session, "items"), 0).orElseThrow().taken();
            assertThat(taken.isKnown()).isTrue();
            assertThat(taken.byProcess())
                    .containsExactly(Map.entry(session.processes().get(0), 2L));

            items.taskDone();
            items.take();
            assertThat(content("items").oldestWaiting()).isEmpty();
            assertThat(content("items").inFlight()).isEqualTo(1);
            items.taskDone();
            assertThat(content("items").items()).isEmpty();
        }
    }

    private QueueContent content(String queue) {
        SessionInspection session = inspectOnly();
        return session.content(object(session, queue)).orElseThrow();
    }

    /** Many pages, of which the first ones are gone. */
    @Test
    void theItemsOfALongStreamAreSeen() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(options())) {
            JoinableQueue<byte[]> items = mp.joinableQueue("items");
            for (int i = 0; i < STREAM; i++) {
                items.put(new byte[STREAM_BYTES]);
                items.take();
                if (i < STREAM - 1) {
                    items.taskDone();
                }
            }
            items.put(new byte[1]);
            QueueContent content = content("items");
            assertThat(content.inFlight()).isEqualTo(1);
            assertThat(content.items().get(0).number()).isEqualTo(STREAM - 1);
            assertThat(content.taken().end()).isEqualTo(STREAM);
            assertThat(content.oldestWaiting()).isPresent();
            items.taskDone();
        }
    }

    @Test
    void whatIsNoQueueHasNoItems() {
        try (Multiprocessing mp = Multiprocessing.open(options())) {
            mp.lock("lock");
            SessionInspection session = inspectOnly();
            assertThat(session.content(object(session, "lock"))).isEmpty();
        }
    }

    @Test
    void theMachineIsInspectedWithoutASession() {
        MachineInspection machine = Multiprocessing.inspectMachine(options());
        assertThat(machine.sessions()).isEqualTo(base.toAbsolutePath());
        assertThat(machine.wakeUps()).matches("futex/\\w+|socket");
        assertThat(machine.cache()).isAbsolute();
        assertThat(machine.ownFlags().keySet()).isSubsetOf("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");
        assertThat(base).isEmptyDirectory();
    }
}
