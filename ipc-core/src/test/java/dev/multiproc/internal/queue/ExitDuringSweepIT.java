package dev.multiproc.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.internal.control.ProcessTable;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process that is to end while it sweeps a dead one, and another, which is stopped, holds a lock that the sweep needs. */
@ExtendWith(LeavesNothingBehind.class)
class ExitDuringSweepIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** Of a process that nobody finds dead. */
    private static final int STOPPED_SLOT = 500;

    @TempDir
    private Path directory;

    static final class Program {
        @SuppressWarnings("MustBeClosedChecker")
        public static void main(String[] arguments) throws Exception {
            Multiprocessing mp = Multiprocessing.open(Options.defaults().withBaseDirectory(Path.of(arguments[1])));
            sweepForEver(mp);
            switch (arguments[0]) {
                case "close" -> {
                    mp.close();
                    System.out.println("closed");
                }
                case "exit" -> System.exit(5);
                default -> {}
            }
        }

        static LogQueue<String> sweepForEver(Multiprocessing mp) throws InterruptedException {
            LogQueue<String> queue = (LogQueue<String>) mp.<String>queue();
            // Chronicle has something to say when it is loaded as the JVM exits.
            queue.put("item");
            queue.log().counters.region().setIntVolatile(queue.log().counters.returnLock(), STOPPED_SLOT + 1);
            ProcessTable processes = new ProcessTable(queue.log().context.control());
            int dead =
                    processes.reserve(ProcessTable.NO_PARENT, 0, "dead", false).slot();
            processes.setState(dead, ProcessTable.ALIVE);
            await().atMost(LIMIT).until(Program::isJanitorWaiting);
            return queue;
        }

        private static boolean isJanitorWaiting() {
            return Thread.getAllStackTraces().entrySet().stream()
                    .filter(thread -> thread.getKey().getName().equals("multiproc-janitor"))
                    .flatMap(thread -> Stream.of(thread.getValue()))
                    .anyMatch(frame -> frame.getMethodName().equals("waitShared"));
        }
    }

    @ParameterizedTest
    @CsvSource({"exit, 5, ", "return, 0, ", "close, 0, closed"})
    void itEnds(String ending, int exitCode, String said) throws Exception {
        try (ParentProgram program = ParentProgram.start(Program.class, ending, directory.toString())) {
            assertThat(program.exitCode()).isEqualTo(exitCode);
            assertThat(program.errors()).isEmpty();
            assertThat(String.join("", program.output())).isEqualTo(said == null ? "" : said);
            try (Stream<Path> left = Files.list(directory)) {
                assertThat(left.filter(Files::isDirectory)).as("sessions").isEmpty();
            }
        }
    }

    /** What a stopped process does not hold it does not block: the sweep of one queue is given up, others are served. */
    @Test
    void otherDeathsAreSweptMeanwhile() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open()) {
            LogQueue<String> blocked = Program.sweepForEver(mp);
            ProcessTable processes = new ProcessTable(blocked.log().context.control());
            int slot = processes
                    .reserve(ProcessTable.NO_PARENT, 0, "another", false)
                    .slot();
            LogQueue<String> other = (LogQueue<String>) mp.<String>queue();
            other.log().counters.region().setIntVolatile(other.log().counters.appendLock(), slot + 1);
            processes.setState(slot, ProcessTable.ALIVE);
            await().atMost(LIMIT)
                    .until(() -> other.log()
                                    .counters
                                    .region()
                                    .getIntVolatile(other.log().counters.appendLock())
                            == 0);
            other.put("item");
            assertThat(other.take()).isEqualTo("item");
            blocked.log()
                    .counters
                    .region()
                    .setIntVolatile(blocked.log().counters.returnLock(), 0);
            await().atMost(LIMIT).until(() -> processes.state(slot) == ProcessTable.FREE);
        }
    }
}
