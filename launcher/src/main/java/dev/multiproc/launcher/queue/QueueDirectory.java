package dev.multiproc.launcher.queue;

import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.Options;
import dev.multiproc.inspect.HistoryEntry;
import dev.multiproc.launcher.args.ServerOption;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The queue that a command works on, and the directory of the durable session in which it is. */
final class QueueDirectory {
    private static final int MAX_NAME_BYTES = 80;

    /**
     * How often the library delivers an item of a queue that is made here. The commands have a limit of their own, {@code --retries},
     * which counts tries; this one also counts workers that were killed.
     */
    private static final int MAX_DELIVERIES = 255;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "QUEUE", description = "The queue's name.")
    private String queue;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = {
                "Where the queues are kept (default: $XDG_STATE_HOME/multiproc, or ~/.local/state/multiproc). A Java program opens"
                        + " it with Multiprocessing.open(Path)."
            })
    private Path directory;

    /** Where the queue is, for messages: the session at a server; null on this machine. */
    private String place;

    String queueName() {
        return queue;
    }

    Path path() {
        if (directory != null) {
            return directory;
        }
        String state = System.getenv("XDG_STATE_HOME");
        // As the XDG specification says: a relative path is invalid and not used.
        Path base = state != null && state.startsWith("/")
                ? Path.of(state)
                : home().resolve(".local").resolve("state");
        return base.resolve("multiproc");
    }

    private String place() {
        return place == null ? path().toString() : place;
    }

    private Path home() {
        String home = System.getenv("HOME");
        if (home == null || !home.startsWith("/")) {
            home = System.getProperty("user.home");
        }
        if (!home.startsWith("/")) {
            throw new ParameterException(spec.commandLine(), "this user has no home directory: give --dir");
        }
        return Path.of(home);
    }

    /** Opens the session, on this machine or at a server; it is made if {@code isMade} allows it. */
    Multiprocessing open(ServerOption server, boolean isMade) {
        checkName();
        Optional<URI> address = server.addressUnless("--dir", directory != null);
        if (address.isPresent()) {
            Multiprocessing session = server.open(address.get(), Options.defaults());
            place = session.toString();
            return session;
        }
        Path path = path();
        if (!isMade && !Files.isDirectory(path)) {
            throw noQueue();
        }
        return Multiprocessing.open(path);
    }

    private void checkName() {
        if (queue.isEmpty()
                || queue.length() > MAX_NAME_BYTES
                || queue.chars().anyMatch(c -> c < ' ' || c == 127 || c == '/' || c == '!')) {
            throw new ParameterException(
                    spec.commandLine(),
                    "'" + queue + "' is no name of a queue: it has 1 to " + MAX_NAME_BYTES
                            + " bytes, and no slash, exclamation mark or control character");
        }
    }

    /** The queue; made if it is not there and {@code isMade} allows it. Its items are byte arrays, unless a Java program put others. */
    JoinableQueue<Object> queue(Multiprocessing session, boolean isMade) {
        try {
            return isMade
                    ? session.joinableQueue(queue, QueueOptions.unbounded().withMaxDeliveries(MAX_DELIVERIES))
                    : session.openOnly().joinableQueue(queue);
        } catch (NoSuchElementException e) {
            throw noQueue();
        } catch (IllegalArgumentException e) {
            throw new MultiprocessingException("'" + queue + "' in " + place()
                    + " cannot be used here: only a joinable queue can, whose items are given back if they are not finished ("
                    + e.getMessage() + ")");
        }
    }

    /** Reads what went through the queue, without joining its session. */
    void history(Consumer<? super HistoryEntry> visitor) {
        checkName();
        if (!Files.isDirectory(path())) {
            throw noQueue();
        }
        try {
            Multiprocessing.history(path(), queue, visitor);
        } catch (NoSuchElementException e) {
            throw noQueue();
        }
    }

    private MultiprocessingException noQueue() {
        return new MultiprocessingException(
                "there is no queue '" + queue + "' in " + place() + ": 'multiproc put " + queue + "' makes it");
    }
}
