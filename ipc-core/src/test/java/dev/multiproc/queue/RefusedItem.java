package dev.multiproc.queue;

import java.io.Serializable;

/** An item that can be put and that the filter of a {@link QueueContract}'s session refuses to read. */
record RefusedItem(String text) implements Serializable {}
