package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.queue.Delivery;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueOptions;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import dev.multiproc.testing.ParentProgram.Setup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A program that sends some megabytes does not pay for Chronicle Queue, which takes a processor for longer than a JVM's start. */
@ExtendWith(LeavesNothingBehind.class)
class ShortProgramIT {
    private static final int ITEMS = 400;
    private static final String ITEM = "x".repeat(50_000);

    @TempDir
    private Path directory;

    /** Sends items both ways, and has one become a dead letter in the child. */
    static final class Sender {
        public static void main(String[] arguments) throws Exception {
            Options options = Options.defaults().withJvmArgs(logTo(arguments[0], "child"));
            try (Multiprocessing mp = Multiprocessing.open(options)) {
                SharedQueue<String> there = mp.queue();
                JoinableQueue<String> back =
                        mp.joinableQueue(QueueOptions.unbounded().withMaxDeliveries(1));
                ChildProcess child = mp.process(() -> answer(there, back)).start();
                for (int i = 0; i < ITEMS; i++) {
                    there.put(ITEM);
                }
                child.join();
                System.out.println(back.size() + " and " + back.deadLetters().size());
            }
        }

        private static void answer(SharedQueue<String> there, JoinableQueue<String> back) throws Exception {
            for (int i = 0; i < ITEMS; i++) {
                back.put(there.take());
            }
            try (Delivery<String> delivery = back.receive()) {
                delivery.retry();
            }
        }
    }

    private static String logTo(String directory, String name) {
        return "-Xlog:class+load:file=" + directory + "/" + name + "-%p.log";
    }

    @Test
    void noProcessOfItLoadsChronicle() throws Exception {
        Setup setup = Setup.plain().withFlags(logTo(directory.toString(), "parent"));
        try (ParentProgram program = setup.start(Sender.class, directory.toString())) {
            assertThat(program.exitCode()).isZero();
            assertThat(program.output()).containsExactly(ITEMS - 1 + " and 1");
        }
        assertThat(loads("parent", "dev.multiproc.internal.log.FirstFile")).isNotEmpty();
        assertThat(loads("child", "dev.multiproc.internal.log.FirstFile")).isNotEmpty();
        assertThat(loads("parent", "net.openhft.")).isEmpty();
        assertThat(loads("child", "net.openhft.")).isEmpty();
    }

    /** Maps a file, and gives the mapping back before it is garbage, as is done with files of a log. */
    static final class MapsAndUnmaps {
        public static void main(String[] arguments) throws IOException {
            MappedRegion.map(Path.of(arguments[0])).unmap();
            System.out.println("unmapped");
        }
    }

    /** Where Chronicle is loaded the JDK's warning is marked as given. Here it is not, and nothing may bring it about. */
    @Test
    void withoutChronicleTheJdkHasNothingToWarnOf() throws Exception {
        Path file = Files.write(directory.resolve("file"), new byte[100]);
        Setup withoutFlags = new Setup(List.of(), System.getProperty("java.class.path"), Map.of());
        try (ParentProgram program = withoutFlags.start(MapsAndUnmaps.class, file.toString())) {
            assertThat(program.exitCode()).isZero();
            assertThat(program.output()).containsExactly("unmapped");
            assertThat(program.allErrors()).isEmpty();
        }
    }

    /** What is said of classes with such names. */
    private List<String> loads(String process, String name) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> logs = files.filter(file -> file.getFileName().toString().startsWith(process))
                    .toList();
            assertThat(logs).isNotEmpty();
            return logs.stream()
                    .flatMap(ShortProgramIT::lines)
                    .filter(line -> line.contains(" " + name))
                    .toList();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
