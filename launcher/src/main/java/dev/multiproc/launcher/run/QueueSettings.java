package dev.multiproc.launcher.run;

import dev.multiproc.queue.QueueOptions;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The settings of the queue of a run.
 *
 * @param kind the kind of queue
 * @param stop how consumers learn that no more items will come
 * @param options the options that the queue is created with
 * @param directory the directory of the durable session; empty for a private session
 * @param server the server at which the session is; empty on this machine
 */
record QueueSettings(
        QueueKind kind, StopMode stop, QueueOptions options, Optional<Path> directory, Optional<ServerPlace> server) {}
