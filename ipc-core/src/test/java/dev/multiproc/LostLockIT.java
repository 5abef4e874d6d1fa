package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A process that reads the files of its own session, as a backup does, loses its locks by it. It lives all the same. */
@ExtendWith(LeavesNothingBehind.class)
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere nobody else can be asked who lives")
class LostLockIT {
    /** So many ticks would have been enough. */
    private static final long LONG_ENOUGH_MILLIS = 500;

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    private static void readAll(Path session) {
        try (Stream<Path> files = Files.walk(session)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.readAllBytes(file);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path session() throws IOException {
        try (Stream<Path> entries = Files.list(directory.resolve("base"))) {
            return entries.filter(Files::isDirectory).findFirst().orElseThrow();
        }
    }

    private Multiprocessing open() {
        return Multiprocessing.open(Options.defaults().withBaseDirectory(directory.resolve("base")));
    }

    /** Takes what comes, and says so. */
    private static ProcessTask taker(JoinableQueue<String> work, SharedQueue<String> taken) {
        return () -> {
            taken.put("ready");
            for (String item = work.take(); !item.equals("end"); item = work.take()) {
                taken.put(item);
                work.taskDone();
            }
            work.taskDone();
        };
    }

    @Test
    void whatAParentHoldsThatReadItsSessionIsNotGivenToItsChild() throws Exception {
        try (Multiprocessing mp = open()) {
            JoinableQueue<String> work = mp.joinableQueue();
            SharedQueue<String> taken = mp.queue();
            work.put("item");
            var mine = work.receive();
            mp.process(taker(work, taken)).daemon(true).start();
            assertThat(taken.take()).isEqualTo("ready");
            for (int i = 0; i < 3; i++) {
                readAll(session());
                assertThat(taken.poll(LONG_ENOUGH_MILLIS, TimeUnit.MILLISECONDS))
                        .isNull();
            }
            assertThat(mine.value()).isEqualTo("item");
            mine.done();
            work.join();
        }
    }

    @Test
    void whatAChildHoldsThatReadItsSessionIsNotGivenToOthersBeforeItIsKilled() throws Exception {
        try (Multiprocessing mp = open()) {
            JoinableQueue<String> work = mp.joinableQueue();
            SharedQueue<String> told = mp.queue();
            work.put("item");
            String session = session().toString();
            ChildProcess child = mp.process(() -> {
                        work.receive();
                        readAll(Path.of(session));
                        told.put("read");
                        InOpenSession.waitForEver();
                    })
                    .start();
            assertThat(told.take()).isEqualTo("read");
            // This process, which looks for the dead, and a new one that does too.
            SharedQueue<String> taken = mp.queue();
            mp.process(taker(work, taken)).daemon(true).start();
            assertThat(taken.take()).isEqualTo("ready");
            assertThat(taken.poll(LONG_ENOUGH_MILLIS, TimeUnit.MILLISECONDS)).isNull();
            assertThat(child.isAlive()).isTrue();
            child.kill();
            assertThat(taken.poll(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo("item");
            child.join();
            work.join();
        }
    }

    /** Reads its own session, over and over, and works on. */
    static final class Backup {
        public static void main(String[] arguments) throws Exception {
            Multiprocessing mp = Multiprocessing.open(Path.of(arguments[0]));
            JoinableQueue<String> work = mp.joinableQueue("work");
            var held = work.receive();
            readAll(Path.of(arguments[0]));
            System.out.println("holds " + held.value());
            System.in.read();
            held.done();
            System.out.println("done");
            mp.close();
        }
    }

    @Test
    void aDurableSessionWhoseOnlyProcessReadItIsNotRebuiltByTheNext() throws Exception {
        Path durable = directory.resolve("durable");
        try (Multiprocessing mp = Multiprocessing.open(durable)) {
            mp.joinableQueue("work").put("item");
        }
        try (ParentProgram backup = ParentProgram.start(Backup.class, durable.toString())) {
            backup.awaitLine("holds item");
            try (Multiprocessing mp = Multiprocessing.open(durable)) {
                JoinableQueue<String> work = mp.joinableQueue("work");
                assertThat(work.poll(LONG_ENOUGH_MILLIS, TimeUnit.MILLISECONDS)).isNull();
                assertThat(work.unfinished()).isEqualTo(1);
                backup.process().getOutputStream().close();
                backup.awaitLine("done");
                work.join();
            }
            assertThat(backup.exitCode()).as(backup.errors().toString()).isZero();
        }
    }

    @Test
    void aSessionWhoseProcessReadItIsNotRemovedByTheNextProgram() throws Exception {
        try (Multiprocessing mp = open()) {
            SharedQueue<String> queue = mp.queue();
            readAll(session());
            try (ParentProgram stranger = ParentProgram.start(
                    TwoCopiesIT.Stranger.class, directory.resolve("base").toString())) {
                assertThat(stranger.exitCode()).as(stranger.errors().toString()).isZero();
                assertThat(stranger.output()).containsExactly("removed 0");
            }
            queue.put("item");
            assertThat(queue.take()).isEqualTo("item");
            assertThat(session()).isDirectory();
        }
    }

    @Test
    void theLockIsTakenAgainSoon() throws Exception {
        try (Multiprocessing mp = open()) {
            JoinableQueue<String> work = mp.joinableQueue();
            SharedQueue<String> told = mp.queue();
            SharedQueue<String> answer = mp.queue();
            String session = session().toString();
            mp.process(() -> {
                        assertThat(work).isEmpty();
                        told.put("ready");
                        answer.take();
                    })
                    .start();
            assertThat(told.take()).isEqualTo("ready");
            List<String> before = locks(session);
            assertThat(before).hasSize(2);
            readAll(Path.of(session));
            await().atMost(SOON).until(() -> locks(session).size() == 2);
            answer.put("go");
        }
    }

    /** Of the processes' files in a session, as the kernel lists them. */
    private static List<String> locks(String session) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(session, "alive"))) {
            List<String> inodes = files.map(file -> ":" + inode(file) + " ").toList();
            return Files.readAllLines(Path.of("/proc/locks")).stream()
                    .filter(line -> inodes.stream().anyMatch(line::contains))
                    .toList();
        }
    }

    private static Object inode(Path file) {
        try {
            return Files.getAttribute(file, "unix:ino");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
