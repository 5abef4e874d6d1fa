package dev.multiproc.internal.log;

import dev.multiproc.internal.control.MappedRegion;
import java.util.concurrent.atomic.AtomicInteger;

/** One file of a log, mapped in this process for as long as somebody holds it. */
public final class LogFile {
    private final LogFiles files;
    private final int cycle;
    private final Object identity;
    private final MappedRegion region;
    private final AtomicInteger holders = new AtomicInteger();

    /**
     * A file that is mapped.
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

    /** Valid while held. */
    public MappedRegion region() {
        return region;
    }

    /** Holds the mapping once more; called by somebody who holds it. */
    public LogFile retain() {
        holders.incrementAndGet();
        return this;
    }

    /** Lets go of one hold. */
    public void release() {
        if (holders.decrementAndGet() == 0) {
            files.unmapIfUnused(this);
        }
    }

    boolean isHeld() {
        return holders.get() > 0;
    }
}
