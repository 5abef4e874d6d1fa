package dev.multiproc.launcher.bench;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;
import dev.multiproc.queue.SharedQueue;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * For comparison: the stream of {@link StreamScenario} over a plain Chronicle Queue with a busy-spinning tailer. It does not
 * claim items, support joins, block, or delete files.
 */
final class RawChronicle {
    /** The JVM flags that Chronicle needs when it is used directly. */
    static final List<String> FLAGS = List.of(
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED");

    private static final int MAX_PAYLOAD_BYTES = 1 << 20;
    /** The number of items is divided by this, because Chronicle keeps everything that was ever written. */
    private static final int ITEM_DIVISOR = 5;

    private RawChronicle() {}

    static void stream(Multiprocessing mp, Recorder recorder, StreamScenario scenario, int repetitions)
            throws Exception {
        Path directory = Files.createTempDirectory(memoryDirectory(), "multiproc-raw-chronicle");
        SharedQueue<Long> ends = mp.queue();
        int rounds = StreamScenario.rounds(repetitions);
        int items = scenario.items() / ITEM_DIVISOR;
        byte[] item = new byte[scenario.payloadBytes()];
        try (ChronicleQueue queue = open(directory.toFile())) {
            ChildProcess child = mp.process("tailer", new Tailer(directory.toString(), ends, items, rounds))
                    .start();
            ends.take();
            ExcerptAppender appender = queue.createAppender();
            for (int round = 0; round < rounds; round++) {
                long begin = System.nanoTime();
                for (int i = 0; i < items; i++) {
                    try (DocumentContext document = appender.writingDocument()) {
                        document.wire().bytes().write(item);
                    }
                }
                scenario.record(recorder, "chronicle-raw-spin", round, items, ends.take() - begin);
            }
            child.join();
        } finally {
            delete(directory);
        }
    }

    private static ChronicleQueue open(File directory) {
        return SingleChronicleQueueBuilder.binary(directory).build();
    }

    private static Path memoryDirectory() {
        Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
    }

    static void delete(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }

    record Tailer(String directory, SharedQueue<Long> ends, int items, int rounds) implements ProcessTask {
        @Override
        public void run() throws InterruptedException {
            byte[] item = new byte[MAX_PAYLOAD_BYTES];
            try (ChronicleQueue queue = open(new File(directory))) {
                ExcerptTailer tailer = queue.createTailer();
                ends.put(0L);
                for (int round = 0; round < rounds; round++) {
                    for (int i = 0; i < items; ) {
                        try (DocumentContext document = tailer.readingDocument()) {
                            if (document.isPresent()) {
                                document.wire().bytes().read(item);
                                i++;
                            } else {
                                Thread.onSpinWait();
                            }
                        }
                    }
                    ends.put(System.nanoTime());
                }
            }
        }
    }
}
