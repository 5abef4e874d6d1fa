package dev.multiproc.internal.session;

import dev.multiproc.ProcessInfo;
import dev.multiproc.internal.control.OwnPid;
import dev.multiproc.internal.control.ProcessTable;
import dev.multiproc.internal.live.Liveness;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/** A process of a session, as seen by another process. */
record SlotInfo(
        ProcessTable processes,
        Liveness liveness,
        ExitWatches watches,
        int slot,
        String name,
        long pid,
        boolean isDaemon)
        implements ProcessInfo, AwaitAny.Ending {
    private static final Duration NO_LIMIT = Duration.ofSeconds(Long.MAX_VALUE);

    /** Describes the process that lives in a slot. */
    record Lookup(ProcessTable processes, Liveness liveness, ExitWatches watches) implements IntFunction<ProcessInfo> {
        @Override
        public ProcessInfo apply(int slot) {
            return new SlotInfo(
                    processes,
                    liveness,
                    watches,
                    slot,
                    processes.name(slot),
                    processes.pid(slot),
                    processes.isDaemon(slot));
        }
    }

    @Override
    public boolean isAlive() {
        return processes.pid(slot) == pid && liveness.isAlive(slot);
    }

    @Override
    public void join() throws InterruptedException {
        join(NO_LIMIT);
    }

    @Override
    public boolean join(Duration timeout) throws InterruptedException {
        checkOther();
        ExitWatches.Watch watch = watches.add(this, over -> {});
        try {
            return watch.over.await(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS) && watch.hasExited();
        } finally {
            watch.stop();
        }
    }

    @Override
    public CompletableFuture<ProcessInfo> onExit() {
        checkOther();
        CompletableFuture<ProcessInfo> future = new CompletableFuture<>();
        watches.add(this, over -> {
            // On a thread of its own, since actions of the user may be attached to the future.
            Thread thread = new Thread(() -> complete(future, over), "multiproc-exit-of-" + pid);
            thread.setDaemon(true);
            thread.start();
        });
        return future.copy();
    }

    private void complete(CompletableFuture<ProcessInfo> future, ExitWatches.Watch over) {
        try {
            over.hasExited();
            future.complete(this);
        } catch (IllegalStateException e) {
            future.completeExceptionally(e);
        }
    }

    @Override
    public AwaitAny.EndOf end() {
        checkOther();
        return new EndOfOther(this);
    }

    /** For one call of {@link AwaitAny}. */
    private static final class EndOfOther implements AwaitAny.EndOf {
        private final SlotInfo process;
        private ExitWatches.Watch watch;

        EndOfOther(SlotInfo process) {
            this.process = process;
        }

        @Override
        public boolean hasEnded() {
            return watch == null ? !process.isAlive() : watch.hasExited();
        }

        @Override
        public void unparkAtEnd(Thread thread) {
            watch = process.watches.add(process, over -> LockSupport.unpark(thread));
        }

        @Override
        public void forget(Thread thread) {
            if (watch != null) {
                watch.stop();
            }
        }
    }

    private void checkOther() {
        if (pid == OwnPid.get()) {
            throw ownEnd();
        }
    }

    static IllegalStateException ownEnd() {
        return new IllegalStateException("a process cannot wait for its own end");
    }

    @Override
    public String toString() {
        return text(this);
    }

    /** The text for a process in messages. */
    static String text(ProcessInfo process) {
        return "ProcessInfo[name=" + process.name() + ", pid=" + process.pid()
                + (process.isDaemon() ? ", daemon]" : "]");
    }
}
