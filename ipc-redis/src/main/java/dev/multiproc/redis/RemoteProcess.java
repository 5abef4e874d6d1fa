package dev.multiproc.redis;

import dev.multiproc.ProcessInfo;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** A process of the session as others see it, perhaps on another machine. It is alive until its lease has ended. */
final class RemoteProcess implements ProcessInfo {
    private final ProcessDetails details;
    private final BooleanSupplier isAlive;

    RemoteProcess(ProcessDetails details, BooleanSupplier isAlive) {
        this.details = details;
        this.isAlive = isAlive;
    }

    @Override
    public String name() {
        return details.name();
    }

    @Override
    public long pid() {
        return details.pid();
    }

    /** Not known of a process of another machine. */
    @Override
    public boolean isDaemon() {
        return false;
    }

    @Override
    public boolean isAlive() {
        return isAlive.getAsBoolean();
    }

    private static UnsupportedOperationException cannotWait() {
        return new UnsupportedOperationException(
                "the end of a process that owns a lock at a server cannot be waited for:"
                        + " it may be on another machine; wait for the lock, or for the child itself where it was started");
    }

    @Override
    public void join() {
        throw cannotWait();
    }

    @Override
    public boolean join(Duration timeout) {
        throw cannotWait();
    }

    @Override
    public CompletableFuture<ProcessInfo> onExit() {
        throw cannotWait();
    }

    @Override
    public String toString() {
        return "ProcessInfo[name=" + name() + ", pid=" + pid() + ", host=" + details.host() + "]";
    }
}
