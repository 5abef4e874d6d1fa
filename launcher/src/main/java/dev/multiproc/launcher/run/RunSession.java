package dev.multiproc.launcher.run;

import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.Options;
import dev.multiproc.queue.SharedQueue;
import java.io.IOException;
import java.util.Optional;

/** The session of a run, a private one or a durable one that no other run uses meanwhile, and its queue. */
final class RunSession implements AutoCloseable {
    private static final String QUEUE_NAME = "items";

    private final Multiprocessing session;
    private final Optional<RunLock> lock;
    private final SharedQueue<Food> queue;

    private RunSession(Multiprocessing session, Optional<RunLock> lock, QueueChoice choice) {
        this.session = session;
        this.lock = lock;
        this.queue = lock.isPresent() ? named(session, choice) : unnamed(session, choice);
    }

    static RunSession open(QueueChoice choice, Options options) throws IOException {
        if (choice.directory().isEmpty()) {
            return new RunSession(Multiprocessing.open(options), Optional.empty(), choice);
        }
        Multiprocessing session = Multiprocessing.open(choice.directory().get(), options);
        try {
            RunLock lock = RunLock.take(choice.directory().get());
            return new RunSession(session, Optional.of(lock), choice);
        } catch (IOException | RuntimeException refused) {
            session.close();
            throw refused;
        }
    }

    private static SharedQueue<Food> unnamed(Multiprocessing session, QueueChoice choice) {
        return switch (choice.kind()) {
            case JOINABLE -> session.joinableQueue(choice.options());
            case PLAIN -> session.queue(choice.options());
        };
    }

    private static SharedQueue<Food> named(Multiprocessing session, QueueChoice choice) {
        try {
            return switch (choice.kind()) {
                case JOINABLE -> session.joinableQueue(QUEUE_NAME, choice.options());
                case PLAIN -> session.queue(QUEUE_NAME, choice.options());
            };
        } catch (IllegalArgumentException otherKind) {
            throw new MultiprocessingException(
                    "the queue in --dir " + choice.directory().orElseThrow() + " is not " + choice.kind()
                            + ": give the --queue that it was made with, or another --dir",
                    otherKind);
        }
    }

    Multiprocessing session() {
        return session;
    }

    SharedQueue<Food> queue() {
        return queue;
    }

    /** Whether what is in the queue at the end is there for the next run. */
    boolean isKept() {
        return lock.isPresent();
    }

    @Override
    public void close() throws IOException {
        session.close();
        if (lock.isPresent()) {
            lock.get().close();
        }
    }
}
