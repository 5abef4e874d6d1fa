package dev.multiproc.internal.log;

import java.nio.file.Path;

/**
 * The layout of a page: one document of a queue's Chronicle log. The process that finds the last page full appends it,
 * and all producers fill it with records. Chronicle orders and indexes the pages and keeps them in files that roll; it
 * does not know what a page contains.
 *
 * <pre>
 *  a file of the log
 *  +----------+--------+--------+-----+--------+
 *  | Chronicle| page   | page   | ... | page   |   rolls to the next file at 32 MiB, or less in a small file system
 *  +----------+--------+--------+-----+--------+
 *
 *  a page, which begins at a multiple of 64 in its file
 *  0       4       8               16              24              32              40      64
 *  +-------+-------+---------------+---------------+---------------+---------------+--- ---+---------+---------+
 *  | magic |length | next          | first + 1     | index         | owner         |  pad  | record  | record ...
 *  +-------+-------+---------------+---------------+---------------+---------------+-------+---------+---------+
 *
 *  length   bytes from the beginning of the page to its end
 *  next     the location of the next page, 0 until there is one
 *  first    the sequence number of its first record, plus 1; 0 until a producer has begun the page
 *  index    Chronicle's index of the document
 *  owner    tells of which log the page is, so that a file of another log is recognized; 0 in pages of older versions
 * </pre>
 *
 * <p>A location is a file's number (its roll cycle) in the upper 32 bits and an offset in the file in the lower 32.
 * Later pages have greater locations.
 *
 * <pre>
 *  field   | written by                | order   | if the writer dies here
 *  page    | holder of the page lock   | Chronicle's commit | not committed: overwritten; committed, not linked: see {@link PageLog}
 *  next    | holder of the page lock   | release | as above
 *  first   | holder of the append lock | release | written again with the same value
 *  records | see the queue's RecordDescriptor
 * </pre>
 */
public final class PageDescriptor {
    static final int MAGIC = 0x4d50_5047; // "MPPG"

    static final int MAGIC_OFFSET = 0;
    static final int LENGTH_OFFSET = MAGIC_OFFSET + Integer.BYTES;
    static final int NEXT_OFFSET = LENGTH_OFFSET + Integer.BYTES;
    static final int FIRST_OFFSET = NEXT_OFFSET + Long.BYTES;
    static final int INDEX_OFFSET = FIRST_OFFSET + Long.BYTES;
    static final int OWNER_OFFSET = INDEX_OFFSET + Long.BYTES;
    public static final int RECORDS_OFFSET = 64;

    static final int ALIGNMENT = 64;
    /** The length of a log's first pages: short, since many queues hold few items. */
    static final int SHORT_PAGE_LENGTH = 128 * 1024;

    private static final int SHORT_PAGES_END = 4 * SHORT_PAGE_LENGTH;
    /** The length of all later pages: long, since many items pass through such a queue. */
    static final int PAGE_LENGTH = 1024 * 1024;
    /** A file is full when it reaches this length, or a shorter one in a small file system. */
    static final int MAX_FILE_LIMIT = 32 * 1024 * 1024;

    static final int MIN_FILE_LIMIT = 3 * PAGE_LENGTH;
    /** A queue may keep three files, and the file system must have room for several queues. */
    private static final int FILES_IN_A_PLACE = 20;

    /** Of the hash FNV-1a. */
    private static final long PRIME = 0x100_0000_01b3L;

    private static final long NOT_ZERO = 1;

    private PageDescriptor() {}

    /** What pages of the log in a directory have as their owner: derived from the directory's name, which no other log has. */
    static long owner(Path directory) {
        String name = directory.getFileName().toString();
        long hash = NOT_ZERO;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * PRIME;
        }
        return hash | NOT_ZERO;
    }

    public static long location(int cycle, int offset) {
        return (long) cycle << 32 | offset;
    }

    public static int cycle(long location) {
        return (int) (location >>> 32);
    }

    public static int offset(long location) {
        return (int) location;
    }

    /** The length of the page to append after a page; 0 stands for an empty log. */
    static int lengthAfter(long location) {
        return cycle(location) <= 1 && offset(location) < SHORT_PAGES_END ? SHORT_PAGE_LENGTH : PAGE_LENGTH;
    }

    /** At which length a file is full in a file system of that size. */
    static int fileLimit(long fileSystemBytes) {
        return (int) Math.max(MIN_FILE_LIMIT, Math.min(MAX_FILE_LIMIT, fileSystemBytes / FILES_IN_A_PLACE));
    }

    static boolean isFileLimit(int bytes) {
        return bytes >= MIN_FILE_LIMIT && bytes <= MAX_FILE_LIMIT;
    }

    static int alignUp(int offset) {
        return offset + ALIGNMENT - 1 & -ALIGNMENT;
    }
}
