package dev.multiproc.internal.queue;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.Existence;
import dev.multiproc.internal.control.FileTrouble;
import dev.multiproc.internal.control.PlainFiles;
import dev.multiproc.internal.log.PageLog;
import dev.multiproc.internal.object.ObjectFamily;
import dev.multiproc.internal.object.ObjectKind;
import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.internal.object.ObjectRegistry;
import dev.multiproc.internal.object.ObjectRequest;
import dev.multiproc.internal.object.SessionContext;
import dev.multiproc.internal.object.SharedObject;
import dev.multiproc.queue.QueueOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The kinds of queues, in one session. */
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
    public SharedObject attach(ObjectPlace place) {
        LogEngine<Object> log = new LogEngine<>(this, place);
        if (place.kind() == QueueKind.JOINABLE) {
            return new JoinableLogQueue<>(log);
        }
        return DeadLetterMover.isDeadLetterQueue(place.name()) ? new DeadLetterLogQueue<>(log) : new LogQueue<>(log);
    }

    /** The queue whose dead letters have this name; null if there is none any more. */
    LogEngine<?> origin(String deadLetters) {
        SharedObject origin = context.objects().known(DeadLetterMover.origin(deadLetters));
        return origin instanceof LogObject queue ? queue.log() : null;
    }

    SessionContext context() {
        return context;
    }

    @Override
    public void deleteFiles(ObjectKind kind, String fileName) {
        context.files().delete(context.files().queue(fileName));
    }

    /**
     * Deletes what processes that did not know of a deletion yet have made again. Only directories whose names have an era: others
     * may be all that is left of a queue whose control file was lost.
     */
    @Override
    public void deleteStrayFiles(List<String> namesInUse) {
        Path directory = context.files().queue("any").getParent();
        try {
            for (String name : PlainFiles.list(directory)) {
                if (name.indexOf('.') > 0 && !namesInUse.contains(name)) {
                    context.files().delete(directory.resolve(name));
                }
            }
        } catch (NoSuchFileException e) {
            // The session is being removed.
            return;
        } catch (IOException e) {
            throw FileTrouble.of("cannot read the directory of queues", directory, e);
        }
    }

    /**
     * The dead letters of a queue, made if they are not there.
     *
     * @param name which users cannot give
     * @param isSynced whether its puts wait for the disk
     */
    DeadLetterLogQueue<?> deadLetters(ObjectPlace of, String name, boolean isSynced) {
        return (DeadLetterLogQueue<?>) open(
                QueueKind.PLAIN,
                ObjectRequest.ofOwn(name),
                QueueOptions.unbounded().withSyncToDisk(isSynced),
                of);
    }

    /**
     * A queue, made or found as the request says.
     *
     * @param owner the queue that it belongs to; {@link Existence#ENDLESS} if it belongs to none
     */
    LogObject open(QueueKind kind, ObjectRequest request, QueueOptions options, Existence owner) {
        context.checkOpen();
        Objects.requireNonNull(options, "options");
        // No lambda: the first takes a new JVM milliseconds.
        LogObject queue = (LogObject) context.objects().open(kind, request, new ObjectRegistry.Initializer() {
            @Override
            public void initialize(ObjectPlace place) {
                // Under the lock of the tables, so nobody can delete the owner meanwhile.
                owner.check();
                QueueFamily.this.initialize(place, options);
            }
        });
        if (options.syncToDisk()) {
            context.objects().sync(queue.log().place());
        }
        PageLog pages = queue.log().pages;
        if (pages.lastPage() == 0) {
            // Before it is needed, without waiting for it.
            pages.requestAfter(0);
        }
        return queue;
    }

    private void initialize(ObjectPlace place, QueueOptions options) {
        Path log = context.files().queue(place.fileName());
        if (context.isDurable() && Files.isDirectory(log)) {
            throw new MultiprocessingException(
                    "there is a log of a queue that the control file does not know, queue=" + place.name()
                            + ", path=" + log
                            + "; put a copy of the session in its place, or remove that directory, and all that is in the queue");
        }
        QueueCounters.initialize(place.region(), 0, options);
    }
}
