package dev.multiproc.internal.log;

import dev.multiproc.internal.control.KillPoint;

/** Where a test can end this process in the code of the log of a queue. */
public enum LogKillPoint implements KillPoint {
    /** A page is to be appended: the page lock is held, and the counters say that a page is being appended. */
    PAGE_OPENED,
    /** A page is in the log, not linked. */
    PAGE_APPENDED,
    /** The previous page links to the new one, the counters do not name it yet. */
    PAGE_LINKED,
    /** A retired file is out of the log, and not yet its next file. */
    ROLL_TAKEN,
    /** A new file is prepared, nothing is appended to it. */
    ROLL_PREPARED,
    /** Files are retired, none is deleted. */
    RETIRE_BEGUN,
    /** Some of the retired files are deleted. */
    RETIRE_DELETED
}
