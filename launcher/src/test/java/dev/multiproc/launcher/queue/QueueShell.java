package dev.multiproc.launcher.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.multiproc.Multiprocessing;
import dev.multiproc.launcher.MultiprocCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Runs shell scripts in which {@code m} is multiproc, and the default directory of queues is that of the test. */
final class QueueShell {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path directory;

    QueueShell(Path directory) {
        this.directory = directory;
    }

    /** Where the queues are. */
    Path queues() {
        return directory.resolve("multiproc");
    }

    /** Puts items, without the time that a command takes to start. */
    void put(String queue, String... items) throws InterruptedException {
        try (Multiprocessing mp = Multiprocessing.open(queues())) {
            mp.<byte[]>joinableQueue(queue)
                    .putAll(Arrays.stream(items)
                            .map(item -> item.getBytes(UTF_8))
                            .toList());
        }
    }

    /** The items that wait in a queue. */
    List<String> waiting(String queue) {
        try (Multiprocessing mp = Multiprocessing.open(queues())) {
            return mp.<byte[]>joinableQueue(queue).stream()
                    .map(item -> new String(item, UTF_8))
                    .toList();
        }
    }

    MultiprocCommand run(String script) throws Exception {
        return run(script, (process, stdout) -> {});
    }

    /** Runs a script in the directory of the test, and something else meanwhile. */
    MultiprocCommand run(String script, BiConsumer<Process, List<String>> meanwhile) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String jar = Path.of("target", "multiproc.jar").toAbsolutePath().toString();
        String command = java + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -jar " + jar;
        return MultiprocCommand.execute(
                LIMIT,
                Map.of("XDG_STATE_HOME", directory.toString()),
                meanwhile,
                List.of("bash", "-c", "m() { " + command + " \"$@\"; }; cd '" + directory + "'; " + script));
    }
}
