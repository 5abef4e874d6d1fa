package dev.multiproc.internal.entry;

import dev.multiproc.ChildFailedException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * A process on another host, as far as its parent hears of it. Its streams are those of its agent. Its pid is 0 until it has been
 * started; its exit value is negative if a signal has ended it.
 */
public abstract class FarProcess extends Process {
    /**
     * How it ended.
     *
     * @param exitCode negative for a signal
     * @param failure what its task threw, or why it never began or what became of it is not known
     * @param lastLines what it wrote last
     */
    public record End(int exitCode, Optional<ChildFailedException> failure, List<String> lastLines) {
        /** Copies the list. */
        public End {
            lastLines = List.copyOf(lastLines);
        }
    }

    /** Called when it has ended. */
    public abstract End end();

    /** Has the thread interrupted that runs the child's task. Does not wait. */
    public abstract void interruptTask();

    @Override
    public abstract boolean isAlive();

    @Override
    public abstract long pid();

    /** Has it ended by SIGTERM. Does not wait. */
    @Override
    public abstract void destroy();

    /** Has it ended by SIGKILL. Does not wait. */
    @Override
    public abstract Process destroyForcibly();

    @Override
    public final int exitValue() {
        if (isAlive()) {
            throw new IllegalThreadStateException("the process has not ended");
        }
        return end().exitCode();
    }

    @Override
    public final OutputStream getOutputStream() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public final InputStream getInputStream() {
        return InputStream.nullInputStream();
    }

    @Override
    public final InputStream getErrorStream() {
        return InputStream.nullInputStream();
    }
}
