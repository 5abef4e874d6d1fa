package dev.multiproc.internal.log;

import dev.multiproc.internal.control.MappedRegion;
import java.util.concurrent.atomic.AtomicInteger;

/** One file of a log, mapped in this process for as long as somebody holds it. */
public final class LogFile {
    private final PageLog log;
    private final int cycle;
    private final MappedRegion region;
    private final AtomicInteger holders = new AtomicInteger();

    LogFile(PageLog log, int cycle, MappedRegion region) {
        this.log = log;
        this.cycle = cycle;
        this.region = region;
    }

    public int cycle() {
        return cycle;
    }

    /** Valid while held. */
    public MappedRegion region() {
        return region;
    }

    /** Holds the mapping once more; called by somebody who holds it. */
    public LogFile retain() {
        return retain(1);
    }

    /** Holds the mapping a number of times more. */
    public LogFile retain(int times) {
        holders.addAndGet(times);
        return this;
    }

    /** Lets go of one hold. */
    public void release() {
        release(1);
    }

    /** Lets go of a number of holds. */
    public void release(int times) {
        if (holders.addAndGet(-times) == 0) {
            log.unmapIfUnused(this);
        }
    }

    boolean isHeld() {
        return holders.get() > 0;
    }
}
