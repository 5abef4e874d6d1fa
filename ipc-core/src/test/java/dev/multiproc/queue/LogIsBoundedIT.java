package dev.multiproc.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However much goes through a queue, its files stay small: what is finished is deleted. */
@ExtendWith(LeavesNothingBehind.class)
class LogIsBoundedIT {
    private static final int ITEM_BYTES = 32 * 1024;
    private static final int ITEMS = 32_768;
    private static final int ITEMS_BETWEEN_LOOKS = 2_048;
    private static final long LIMIT_KIB = 200 * 1024;

    @TempDir
    Path base;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aGibibyteGoesThroughSmallFiles(boolean joinable) throws InterruptedException, IOException {
        try (Multiprocessing session = Multiprocessing.open(Options.defaults().withBaseDirectory(base))) {
            QueueOptions options = QueueOptions.bounded(256);
            SharedQueue<byte[]> queue = joinable ? session.joinableQueue(options) : session.queue(options);
            ChildProcess consumer = session.process(() -> consume(queue)).start();
            byte[] item = new byte[ITEM_BYTES];
            for (int i = 0; i < ITEMS; i++) {
                queue.put(item);
                if (i % ITEMS_BETWEEN_LOOKS == 0) {
                    assertThat(usedKib()).as("KiB used after %d items", i).isLessThan(LIMIT_KIB);
                }
            }
            queue.shutdown();
            consumer.join();
            assertThat(consumer.exitCode()).hasValue(0);
            assertThat(logFiles()).as("files that are left").hasSizeLessThanOrEqualTo(2);
            assertThat(usedKib()).isLessThan(LIMIT_KIB);
        }
    }

    private static void consume(SharedQueue<byte[]> queue) throws InterruptedException {
        int count = 0;
        try {
            while (true) {
                assertThat(queue.take()).hasSize(ITEM_BYTES);
                count++;
                Setting.finish(queue);
            }
        } catch (QueueShutdownException e) {
            assertThat(count).isEqualTo(ITEMS);
        }
    }

    /** The files are full of holes: what counts is what they really take. */
    private long usedKib() throws IOException, InterruptedException {
        Process du = new ProcessBuilder("du", "-sk", base.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String answer = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        du.waitFor();
        return Long.parseLong(answer.substring(0, answer.indexOf('\t')));
    }

    private List<Path> logFiles() throws IOException {
        try (Stream<Path> files = Files.walk(base)) {
            return files.filter(file -> file.toString().endsWith(".cq4")).toList();
        }
    }

    /** Its consumer may be slow; then again the files of what it has finished go. */
    @Test
    void theFilesOfABacklogAreDeletedAsItIsWorkedOff() throws InterruptedException, IOException {
        try (Multiprocessing session = Multiprocessing.open(Options.defaults().withBaseDirectory(base))) {
            SharedQueue<byte[]> queue = session.queue();
            byte[] item = new byte[ITEM_BYTES];
            int backlog = ITEMS / 8;
            for (int i = 0; i < backlog; i++) {
                queue.put(item);
            }
            int full = logFiles().size();
            for (int i = 0; i < backlog / 2; i++) {
                queue.take();
            }
            int half = logFiles().size();
            assertThat(half).isLessThan(full);
            while (queue.poll() != null) {
                // To the end.
            }
            assertThat(logFiles()).hasSizeLessThan(half).hasSizeLessThanOrEqualTo(2);
        }
    }
}
