package dev.multiproc.launcher.run;

import dev.multiproc.queue.QueueOptions;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the items of a run go through.
 *
 * @param kind which queue
 * @param stop how eaters learn that no more will come
 * @param options how the queue is made
 * @param directory of a durable session; empty for a private one
 */
record QueueChoice(QueueKind kind, StopMode stop, QueueOptions options, Optional<Path> directory) {}
