package dev.multiproc.crash;

import static org.awaitility.Awaitility.await;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What processes did, outside the library: a file each, a line for each event, written before the next step.
 *
 * @param directory where the files are
 */
record Ledger(String directory) implements Serializable {
    /** About to put. */
    static final String PUTTING = "putting ";
    /** The put has returned. */
    static final String PUT = "put ";
    /** Taken from the queue for the first time. */
    static final String TOOK_FIRST = "took first ";
    /** Taken from the queue again. */
    static final String TOOK = "took again ";
    /** About to say that it is done. */
    static final String FINISHING = "finishing ";
    /** The library was told that it is done. */
    static final String FINISHED = "finished ";

    /** Also on a loaded machine, and after a kill. */
    private static final Duration PROGRESS = Duration.ofSeconds(30);

    void note(String event, String item) throws IOException {
        Path file = Path.of(directory, ProcessHandle.current().pid() + ".log");
        try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
            out.write((event + item + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The items of all events of a kind, of all processes. */
    List<String> items(String event) throws IOException {
        return itemsByProcess(event).stream().flatMap(List::stream).toList();
    }

    /** The items of all events of a kind, a list a process. */
    List<List<String>> itemsByProcess(String event) throws IOException {
        List<List<String>> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(directory), "*.log")) {
            for (Path file : files) {
                all.add(Files.readAllLines(file).stream()
                        .filter(line -> line.startsWith(event))
                        .map(line -> line.substring(event.length()))
                        .toList());
            }
        }
        return all;
    }

    /** Waits until so many more items are finished. */
    void awaitFinished(int more) throws IOException {
        int before = items(FINISHED).size();
        await().atMost(PROGRESS).until(() -> items(FINISHED).size() >= before + more);
    }
}
