package dev.multiproc.internal.log;

import dev.multiproc.internal.control.KillPoint;

/** Where a test can end this process in the code of the log of a queue. */
public enum LogKillPoint implements KillPoint {
    /** A page is to be appended: the page lock is held and said to be at work. */
    PAGE_OPENED,
    /** A page is in the log, not linked. */
    PAGE_APPENDED,
    /** A page is half linked. */
    PAGE_LINKED,
    /** A retired file is no longer the log's, and not yet the next file of it. */
    ROLL_TAKEN,
    /** A new file is to be begun. */
    ROLL_PREPARED,
    /** Files are retired, none is deleted. */
    RETIRE_BEGUN,
    /** Files are to be deleted, some are. */
    RETIRE_DELETED
}
