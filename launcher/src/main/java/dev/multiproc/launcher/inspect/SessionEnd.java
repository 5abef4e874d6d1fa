package dev.multiproc.launcher.inspect;

import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.Options;
import dev.multiproc.inspect.InspectedProcess;
import dev.multiproc.inspect.SessionInspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends the processes of a session from outside. It does not join the session: a shutdown of its queues would be for ever in a durable
 * one, and only the program knows what has to be drained. So it sends the signals that the program and the library act on.
 */
final class SessionEnd {
    /** A process may have joined since the last look. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final SessionInspection session;

    SessionEnd(SessionInspection session) {
        this.session = session;
    }

    /** The processes that live; empty if the session is gone. */
    List<InspectedProcess> living() {
        try {
            return SessionReport.living(Multiprocessing.inspect(session.directory()));
        } catch (MultiprocessingException e) {
            if (!Files.exists(session.directory())) {
                return List.of();
            }
            throw e;
        }
    }

    /** Those that no living process of the session has started: they decide how the session ends. */
    static List<InspectedProcess> main(List<InspectedProcess> living) {
        return living.stream()
                .filter(process -> process.parent().filter(living::contains).isEmpty())
                .toList();
    }

    /** Asks processes to end (SIGTERM). Those that were stopped are continued, so that they can. */
    static void terminate(List<InspectedProcess> processes) throws IOException, InterruptedException {
        handles(processes).forEach(ProcessHandle::destroy);
        for (InspectedProcess process : processes) {
            if (process.state() == InspectedProcess.State.STOPPED) {
                ProcessSignal.CONTINUE.send(process.pid());
            }
        }
    }

    /** Ends processes at once (SIGKILL): parents first, so that nobody starts the others again. */
    static void kill(List<InspectedProcess> processes) {
        handles(main(processes)).forEach(ProcessHandle::destroyForcibly);
        handles(processes).forEach(ProcessHandle::destroyForcibly);
    }

    private static List<ProcessHandle> handles(List<InspectedProcess> processes) {
        List<ProcessHandle> handles = new ArrayList<>();
        for (InspectedProcess process : processes) {
            if (process.state() == InspectedProcess.State.UNKNOWN) {
                throw new MultiprocessingException("the system does not show " + SessionReport.text(process)
                        + ", which is in another container: call 'multiproc stop' there");
            }
            ProcessHandle.of(process.pid()).ifPresent(handles::add);
        }
        return handles;
    }

    /**
     * Waits until no process of the session lives.
     *
     * @param timeout how long; null without a limit
     * @return false if the time is up
     */
    boolean await(Duration timeout) throws InterruptedException {
        long begin = System.nanoTime();
        for (List<InspectedProcess> living = living(); !living.isEmpty(); living = living()) {
            long left = timeout == null ? LOOK_NANOS : timeout.toNanos() - (System.nanoTime() - begin);
            if (left <= 0) {
                return false;
            }
            awaitAll(handles(living), Math.min(left, LOOK_NANOS));
        }
        return true;
    }

    private static void awaitAll(List<ProcessHandle> handles, long nanos) throws InterruptedException {
        CompletableFuture<?>[] ends =
                handles.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
        CompletableFuture<Void> all = CompletableFuture.allOf(ends);
        try {
            if (ends.length == 0) {
                // They have just ended, and nobody has collected their exit code yet.
                TimeUnit.NANOSECONDS.sleep(Math.min(nanos, TimeUnit.MILLISECONDS.toNanos(10)));
            }
            all.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException stillRunning) {
            all.cancel(false);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Removes the directory of a private session whose processes are gone; its last process did so unless it was killed. */
    void remove() {
        Path directory = session.directory();
        if (!session.isDurable() && Files.exists(directory)) {
            List<Path> removed =
                    Multiprocessing.clean(Options.defaults().withBaseDirectory(directory.getParent()), false);
            if (!removed.contains(directory) && Files.exists(directory)) {
                throw new MultiprocessingException("its directory is still there: " + directory);
            }
        }
    }
}
