package dev.multiproc.internal.launch;

import dev.multiproc.ChildOutput.Line;
import dev.multiproc.ChildOutput.Stream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * The lines of one child between the threads that read them and the one that gives them to the consumer. It is bounded. When it is
 * full, the readers wait, and so does the child that writes; but not for a consumer that takes no line for a while: then lines are
 * dropped, until half of what waits has been taken.
 *
 * <p>Nobody in the library interrupts these threads, and whoever else does cannot end the output: an interrupt only makes a wait
 * look again.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
final class LineBuffer {
    static final int MAX_CHARS = 4 << 20;
    /** What a line takes beside its text. */
    static final int LINE_CHARS = 64;

    private final String child;
    private final long pid;
    private final int maxChars;
    private final long stallNanos;
    private final Deque<Line> lines = new ArrayDeque<>();
    private int chars;
    /** How many lines were added, and how many of them the consumer has had. */
    private long added;

    private long consumed;
    private boolean isConsuming;
    /** When the consumer last took a line, or was done with one. */
    private long progressNanos = System.nanoTime();
    /** Since the last line that was added. */
    private long droppedOfOut;

    private long droppedOfErr;
    private boolean isOver;
    private boolean isStopped;

    LineBuffer(String child, long pid, int maxChars, long stallNanos) {
        this.child = child;
        this.pid = pid;
        this.maxChars = maxChars;
        this.stallNanos = stallNanos;
    }

    /** Adds a line; waits for room, or drops it. */
    synchronized void put(Stream stream, String text) {
        int cost = text.length() + LINE_CHARS;
        boolean isDropping = droppedOfOut + droppedOfErr > 0;
        if (isDropping ? chars > maxChars / 2 : !awaitRoom(cost)) {
            drop(stream);
            return;
        }
        addNotices();
        add(stream, text);
    }

    private void drop(Stream stream) {
        if (stream == Stream.OUT) {
            droppedOfOut++;
        } else {
            droppedOfErr++;
        }
    }

    private void add(Stream stream, String text) {
        if (!isStopped) {
            lines.add(new Line(child, pid, stream, text));
            chars += text.length() + LINE_CHARS;
            added++;
            notifyAll();
        }
    }

    /** Adds lines that tell how many were dropped, if any were. */
    private void addNotices() {
        long ofOut = droppedOfOut;
        long ofErr = droppedOfErr;
        droppedOfOut = 0;
        droppedOfErr = 0;
        if (ofOut > 0) {
            add(Stream.OUT, "… " + ofOut + " lines dropped");
        }
        if (ofErr > 0) {
            add(Stream.ERR, "… " + ofErr + " lines dropped");
        }
    }

    private boolean awaitRoom(int cost) {
        long beginNanos = System.nanoTime();
        // A line that is longer than the buffer waits until it is the only one.
        while (!isStopped && !lines.isEmpty() && chars + cost > maxChars) {
            if (isStalled(beginNanos)) {
                return false;
            }
        }
        return true;
    }

    /** Waits for the consumer to go on. True if it has not for too long, since this time or its last line. */
    private boolean isStalled(long beginNanos) {
        long now = System.nanoTime();
        long since = Math.min(now - beginNanos, now - progressNanos);
        if (since >= stallNanos) {
            return true;
        }
        pause(stallNanos - since);
        return false;
    }

    private void pause(long nanos) {
        try {
            TimeUnit.NANOSECONDS.timedWait(this, nanos);
        } catch (InterruptedException e) {
            // See the class.
        }
    }

    /** Gives the next line, and null after the last; the line that was given before has been consumed. */
    synchronized Line take() {
        if (isConsuming) {
            isConsuming = false;
            consumed++;
            progressed();
        }
        while (!isStopped) {
            if (lines.isEmpty()) {
                addNotices();
            }
            Line line = lines.poll();
            if (line != null) {
                chars -= line.text().length() + LINE_CHARS;
                isConsuming = true;
                progressed();
                return line;
            }
            if (isOver) {
                return null;
            }
            pause(Long.MAX_VALUE);
        }
        return null;
    }

    private void progressed() {
        progressNanos = System.nanoTime();
        notifyAll();
    }

    /** Waits until the consumer has had all lines added so far. Gives false if it takes none for too long. */
    synchronized boolean awaitConsumed() {
        addNotices();
        long goal = added;
        long beginNanos = System.nanoTime();
        while (!isStopped && consumed < goal) {
            if (isStalled(beginNanos)) {
                return false;
            }
        }
        return true;
    }

    /** Called when no more lines will be added. */
    synchronized void end() {
        isOver = true;
        notifyAll();
    }

    /** From now on no line is kept, and none is given. */
    synchronized void stop() {
        isStopped = true;
        lines.clear();
        chars = 0;
        notifyAll();
    }
}
