package dev.multiproc.internal.queue;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.object.ObjectFamily;
import dev.multiproc.internal.object.ObjectKind;
import dev.multiproc.internal.object.SafeName;
import dev.multiproc.internal.object.SessionContext;
import dev.multiproc.internal.object.SharedObject;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueOptions;
import dev.multiproc.queue.SharedQueue;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;

/** The queues of a session. */
public final class QueueFamily implements ObjectFamily {
    private final SessionContext context;

    public QueueFamily(SessionContext context) {
        this.context = context;
    }

    public static List<ObjectKind> kinds() {
        return List.of(QueueKind.values());
    }

    @Override
    public ObjectKind kind(int code) {
        return QueueKind.of(code);
    }

    @Override
    public SharedObject attach(ObjectKind kind, String name, int base) {
        LogEngine<Object> log = new LogEngine<>(this, name, base, (QueueKind) kind);
        if (kind == QueueKind.JOINABLE) {
            return new JoinableLogQueue<>(log);
        }
        return DeadLetterMover.isDeadLetterQueue(name) ? new DeadLetterLogQueue<>(log) : new LogQueue<>(log);
    }

    /** The queue whose dead letters have this name; null if there is none any more. */
    LogEngine<?> origin(String deadLetters) {
        SharedObject origin = context.objects().find(DeadLetterMover.origin(deadLetters));
        return origin instanceof LogObject queue ? queue.log() : null;
    }

    SessionContext context() {
        return context;
    }

    /** Without a name if that is null. */
    @SuppressWarnings("unchecked") // The type of the items is the users' agreement, as with a file.
    public <E> SharedQueue<E> queue(String name, QueueOptions options) {
        return (SharedQueue<E>) open(QueueKind.PLAIN, checked(name), forPlain(options));
    }

    /** Without a name if that is null. */
    @SuppressWarnings("unchecked") // As above.
    public <E> JoinableQueue<E> joinableQueue(String name, QueueOptions options) {
        return (JoinableQueue<E>) open(QueueKind.JOINABLE, checked(name), options);
    }

    private static QueueOptions forPlain(QueueOptions options) {
        if (options != null
                && (options.lease().isPresent() || !options.maxRetryDelay().isZero())) {
            throw new IllegalArgumentException(
                    "a lease and a retry delay are for a joinableQueue: what is taken from a queue is finished, options="
                            + options);
        }
        return options;
    }

    private String checked(String name) {
        return name == null ? context.objects().freshName("queue") : SafeName.check(name);
    }

    /**
     * The dead letters of a queue, made if they are not there.
     *
     * @param name which users cannot give
     * @param isSynced whether its puts wait for the disk
     */
    DeadLetterLogQueue<?> deadLetters(String name, boolean isSynced) {
        return (DeadLetterLogQueue<?>)
                open(QueueKind.PLAIN, name, QueueOptions.unbounded().withSyncToDisk(isSynced));
    }

    private LogObject open(QueueKind kind, String name, QueueOptions options) {
        context.checkOpen();
        Objects.requireNonNull(options, "options");
        // No lambda: the first takes a new JVM milliseconds.
        LogObject queue = (LogObject) context.objects().open(kind, name, new IntConsumer() {
            @Override
            public void accept(int base) {
                initialize(name, base, options);
            }
        });
        if (options.syncToDisk()) {
            context.control().force(0, context.control().length());
            context.files().sync();
        }
        queue.log().warmUp();
        return queue;
    }

    private void initialize(String name, int base, QueueOptions options) {
        if (context.isDurable() && Files.isDirectory(context.files().queue(name))) {
            throw new MultiprocessingException(
                    "there is a log of a queue that the control file does not know, queue=" + name
                            + ", path=" + context.files().queue(name)
                            + "; put a copy of the session in its place, or remove that directory, and all that is in the queue");
        }
        QueueCounters.initialize(context.control(), base, options);
    }
}
