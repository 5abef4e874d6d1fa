package dev.multiproc.internal.launch;

import dev.multiproc.ChildOutput.Line;
import dev.multiproc.ChildOutput.Stream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The output of one child as lines for a consumer: two threads read the streams, a third calls the consumer. All are daemons. They
 * end when nobody has the streams any more.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
final class LinesOfChild {
    /** After this time the consumer counts as stuck. */
    private static final long STALL_NANOS = 5_000_000_000L;
    /** For how long an ended child's stream, which another process has too, must be silent to hold all that the child wrote. */
    private static final long SILENCE_NANOS = 500_000_000L;
    /** More than a pipe holds: when so much was read after the child's end, then all that it wrote. */
    private static final long PIPE_BYTES = 1 << 20;

    private static final long LOOK_AGAIN_NANOS = 20_000_000L;

    private final Consumer<? super Line> consumer;
    private final Runnable atEnd;
    private final long pid;
    private final LineBuffer buffer;
    private final LastLines last = new LastLines();
    private final OutputReader out;
    private final OutputReader err;

    LinesOfChild(String child, Process process, Consumer<? super Line> consumer, Runnable atEnd) {
        this(process, new LineBuffer(child, process.pid(), LineBuffer.MAX_CHARS, STALL_NANOS), consumer, atEnd);
    }

    LinesOfChild(Process process, LineBuffer buffer, Consumer<? super Line> consumer, Runnable atEnd) {
        this.consumer = consumer;
        this.atEnd = atEnd;
        this.buffer = buffer;
        pid = process.pid();
        out = new OutputReader(process.getInputStream(), Stream.OUT, buffer, last, this);
        err = new OutputReader(process.getErrorStream(), Stream.ERR, buffer, last, this);
    }

    void begin() {
        start(this::deliver, "multiproc-lines-");
        start(out, "multiproc-out-");
        start(err, "multiproc-err-");
    }

    private void start(Runnable work, String name) {
        Thread thread = new Thread(work, name + pid);
        thread.setDaemon(true);
        thread.start();
    }

    private void deliver() {
        boolean hasThrown = false;
        for (Line line = buffer.take(); line != null; line = buffer.take()) {
            try {
                consumer.accept(line);
            } catch (Throwable e) {
                if (!hasThrown) {
                    hasThrown = true;
                    report(e);
                }
            }
        }
        atEnd.run();
    }

    /** As for an exception that ends a thread; but this one goes on. */
    private static void report(Throwable thrown) {
        Thread thread = Thread.currentThread();
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
        } catch (RuntimeException | Error e) {
            // The JVM ignores what such a handler throws, too.
            return;
        }
    }

    synchronized void readerEnded() {
        if (out.isOver() && err.isOver()) {
            buffer.end();
        }
        notifyAll();
    }

    /** Called when the child has ended: waits until the consumer has had all that it wrote, but not for ever. */
    void awaitConsumed() {
        awaitRead();
        buffer.awaitConsumed();
    }

    private synchronized void awaitRead() {
        long begin = System.nanoTime();
        long ofOut = out.bytes();
        long ofErr = err.bytes();
        while (!isRead(out, ofOut, begin) || !isRead(err, ofErr, begin)) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, LOOK_AGAIN_NANOS);
            } catch (InterruptedException e) {
                // Nobody interrupts this thread but a user's own code, which cannot end the output so.
            }
        }
    }

    private static boolean isRead(OutputReader reader, long before, long beginNanos) {
        return reader.isOver()
                || reader.bytes() - before > PIPE_BYTES
                || Math.min(reader.idleNanos(), System.nanoTime() - beginNanos) >= SILENCE_NANOS;
    }

    List<String> lastLines() {
        return last.all();
    }

    /** From now on the consumer gets nothing. A thread that waits for another process's output ends when that writes or ends. */
    void stop() {
        out.stop();
        err.stop();
        buffer.stop();
    }
}
