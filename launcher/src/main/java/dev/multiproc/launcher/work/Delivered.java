package dev.multiproc.launcher.work;

import java.io.IOException;

/** An item that was handed to a consumer, which says what has become of it. */
public interface Delivered {
    /** The line, or the item as text. */
    byte[] bytes();

    /** The item; a {@code String} if it is a line. */
    Object value();

    /** The index of the producer that made it, from 0. */
    int producer();

    /** Its number among the items of its producer, from 0. */
    int number();

    /** Its number among all items of the run, from 1. */
    long sequence();

    /** Whether it is of this run. A durable queue may have items that earlier runs left. */
    boolean isOfThisRun();

    /** How often it has been handed out, this time included. */
    int deliveryCount();

    /** It is finished: it will not come again. */
    void done() throws IOException;

    /**
     * It goes back into the queue, or to the dead letters if it has come too often.
     *
     * @param reason for people, in one line
     */
    void failed(String reason);
}
