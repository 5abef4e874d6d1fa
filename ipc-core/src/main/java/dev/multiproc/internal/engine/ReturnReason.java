package dev.multiproc.internal.engine;

import dev.multiproc.queue.DeadLetterCause;

/**
 * Why an item was given back; what its dead letter says, if it becomes one.
 *
 * @param text a sentence for people
 */
public record ReturnReason(DeadLetterCause cause, String text) {}
