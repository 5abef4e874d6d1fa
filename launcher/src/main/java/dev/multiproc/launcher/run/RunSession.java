package dev.multiproc.launcher.run;

import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.Options;
import dev.multiproc.launcher.args.OwnSession;
import dev.multiproc.queue.SharedQueue;
import java.io.IOException;
import java.util.Optional;

/** The session of a run and its queue. The session is private, durable and locked against other runs, or the run's own at a server. */
final class RunSession implements AutoCloseable {
    private static final String QUEUE_NAME = "items";

    private final Multiprocessing session;
    private final Optional<RunLock> lock;
    private final Optional<OwnSession> atServer;
    private final SharedQueue<Item> queue;

    private RunSession(
            Multiprocessing session, Optional<RunLock> lock, Optional<OwnSession> atServer, QueueSettings settings) {
        this.session = session;
        this.lock = lock;
        this.atServer = atServer;
        this.queue = lock.isPresent() ? named(session, settings) : unnamed(session, settings);
    }

    static RunSession open(QueueSettings settings, Options options) throws IOException {
        if (settings.server().isPresent()) {
            return openAt(settings.server().get(), settings, options);
        }
        if (settings.directory().isEmpty()) {
            return new RunSession(Multiprocessing.open(options), Optional.empty(), Optional.empty(), settings);
        }
        Multiprocessing session = Multiprocessing.open(settings.directory().get(), options);
        try {
            RunLock lock = RunLock.acquire(settings.directory().get());
            return new RunSession(session, Optional.of(lock), Optional.empty(), settings);
        } catch (IOException | RuntimeException refused) {
            session.close();
            throw refused;
        }
    }

    private static RunSession openAt(ServerPlace place, QueueSettings settings, Options options) {
        OwnSession own = OwnSession.at(place.option(), place.address(), "run");
        try {
            Multiprocessing session = place.option().open(own.address(), options);
            return new RunSession(session, Optional.empty(), Optional.of(own), settings);
        } catch (RuntimeException refused) {
            own.close();
            throw refused;
        }
    }

    private static SharedQueue<Item> unnamed(Multiprocessing session, QueueSettings settings) {
        return switch (settings.kind()) {
            case JOINABLE -> session.joinableQueue(settings.options());
            case PLAIN -> session.queue(settings.options());
        };
    }

    private static SharedQueue<Item> named(Multiprocessing session, QueueSettings settings) {
        try {
            return switch (settings.kind()) {
                case JOINABLE -> session.joinableQueue(QUEUE_NAME, settings.options());
                case PLAIN -> session.queue(QUEUE_NAME, settings.options());
            };
        } catch (IllegalArgumentException otherKind) {
            throw new MultiprocessingException(
                    "the queue in --dir " + settings.directory().orElseThrow() + " is not " + settings.kind()
                            + ": give the --queue that it was made with, or another --dir",
                    otherKind);
        }
    }

    Multiprocessing session() {
        return session;
    }

    SharedQueue<Item> queue() {
        return queue;
    }

    /** Whether items that are left in the queue are kept for the next run. */
    boolean isKept() {
        return lock.isPresent();
    }

    @Override
    public void close() throws IOException {
        session.close();
        atServer.ifPresent(OwnSession::close);
        if (lock.isPresent()) {
            lock.get().close();
        }
    }
}
