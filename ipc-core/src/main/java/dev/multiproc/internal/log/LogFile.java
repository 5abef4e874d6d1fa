package dev.multiproc.internal.log;

import dev.multiproc.internal.control.MappedRegion;
import java.util.concurrent.atomic.AtomicInteger;

/** One file of a log, mapped in this process. It stays mapped while it has holders. */
public final class LogFile {
    private final LogFiles files;
    private final int cycle;
    private final Object identity;
    private final MappedRegion region;
    private final AtomicInteger holders = new AtomicInteger();

    /**
     * A mapped file.
     *
     * @param identity equal for the same file under another name; null if it is not known
     */
    LogFile(LogFiles files, int cycle, Object identity, MappedRegion region) {
        this.files = files;
        this.cycle = cycle;
        this.identity = identity;
        this.region = region;
    }

    public int cycle() {
        return cycle;
    }

    boolean isSameFile(Object other) {
        return identity != null && identity.equals(other);
    }

    /** The mapped memory, valid while the caller holds the file. */
    public MappedRegion region() {
        return region;
    }

    /** Adds a holder; called by a holder. */
    public LogFile retain() {
        retain(1);
        return this;
    }

    /** Adds so many holders. */
    public void retain(int count) {
        holders.addAndGet(count);
    }

    /** Removes a holder. The file may be unmapped after the last one. */
    public void release() {
        release(1);
    }

    /** Removes so many holders. */
    public void release(int count) {
        if (holders.addAndGet(-count) == 0) {
            files.unmapIfUnused(this);
        }
    }

    boolean isHeld() {
        return holders.get() > 0;
    }
}
