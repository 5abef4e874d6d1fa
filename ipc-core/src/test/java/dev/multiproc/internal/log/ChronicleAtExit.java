package dev.multiproc.internal.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A program whose first log is opened when the JVM exits: a queue's log is opened ahead, by a thread that does not know. */
public final class ChronicleAtExit {
    private ChronicleAtExit() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createTempDirectory("log");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> append(directory)));
    }

    private static void append(Path directory) {
        try (ChronicleLog log = new ChronicleLog(directory, () -> 1)) {
            LogDirectory.prepare(directory, 1);
            log.append(1, 128 * 1024, 0);
            System.out.println("appended");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(directory);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
