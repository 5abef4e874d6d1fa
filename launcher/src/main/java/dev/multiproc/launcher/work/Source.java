package dev.multiproc.launcher.work;

import dev.multiproc.worker.ItemProducer;
import java.io.Serializable;

/** Where the items of a producer come from; sent to the producer's process, which opens it. */
public interface Source extends Serializable {
    /** Opens it, once for a process. */
    ItemProducer<?> open() throws Exception;

    /** Whether its items are lines, as bytes that go into the queue as they are. Others are encoded. */
    boolean givesLines();

    /** What it is, for people. */
    String describe();
}
