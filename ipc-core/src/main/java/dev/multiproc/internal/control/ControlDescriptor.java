package dev.multiproc.internal.control;

/**
 * The layout of the file {@code control}, which the process that opens a session creates and all its processes map.
 *
 * <pre>
 *  0        +--------------------------------------+
 *           | header                               |
 *  4096     +--------------------------------------+
 *           | process table: 1024 slots of 256     |
 *  266240   +--------------------------------------+
 *           | object table: 1024 objects of 1024   |
 *  1314816  +--------------------------------------+
 *
 *  header, in bytes
 *  0               8               16              24              32
 *  +---------------+-------+-------+---------------+---------------+
 *  | magic         |version| flags | session id, 16 bytes          |
 *  +---------------+-------+-------+-------+-------+---------------+
 *  | created, ms   | unused        | nonces| slots |deletns|       |
 *  +---------------+-------+-------+---------------+---------------+
 *  | check | pad   | boot          |                                   check: checksum of the bytes 0 to 40, which never change
 *  +-------+-------+---------------+                                   boot: the machine's boot id when a first process last opened it
 *  128: lock of the tables (a {@link RobustLock}, 32 bytes)
 *  256: when a process last checked which others are dead, in nanoseconds of the monotonic clock; the lowest 10 bits are its slot
 *  384: the end of the start phase, in nanoseconds of the monotonic clock; see {@code StartPhase}
 *
 *  slot of the process table
 *  0               8               16      20      24      28      32
 *  +---------------+---------------+-------+-------+-------+-------+
 *  | occupant      | started, ms   | exit  |daemon |channel|length |    channel: how to wake its listener; length: of the name
 *  +---------------+---------------+-------+-------+-------+-------+
 *  | name, up to 128 bytes of UTF-8 ...
 *  +---------------+---------------+-------+-------+---------------+
 *  | start, ticks  | pid namespace |sweeper|wake-up|interr.|again  |    at 160: start and namespace identify the process if its
 *  +---------------+---------------+-------+-------+-------+-------+    lock is free; wake-up: changes to wake its listener;
 *                                                                       interr.: 1 if the parent wants its task interrupted;
 *                                                                       again: how often the parent has started it again, for reports
 *  192: what its threads wait for, 16 x 4 bytes: the offset in this file of the event that a thread sleeps at, or 0; for reports
 *
 *  object: a head of 128 bytes, then 896 bytes of words that its kind defines
 *  0       4       8       12      16
 *  +-------+-------+-------+-------+-------------------------------+
 *  | state | kind  | gener.|length | name, up to 96 bytes of UTF-8 ...
 *  +-------+-------+-------+-------+-------------------------------+
 *  | era   | check | pad           |                                   era: how many deletions came before it; check: checksum of the
 *                                                                      bytes 4 to 116
 *  +-------+-------+---------------+
 * </pre>
 *
 * <p>Native byte order. Each word lies at a multiple of its size. Words that different processes write often are 128
 * bytes apart.
 *
 * <pre>
 *  field         | written by             | order            | if the writer dies here
 *  version       | creator                | release, last    | 0: no process attaches, the next opener removes the session
 *  start phase   | whoever starts a child or joins | compare-and-set | it ends by itself
 *  slot.occupant | see {@link ProcessTable} | compare-and-set | swept by whoever gets the process's lock under alive/
 *  slot.start    | the process, with its lock held, before it is ALIVE; 0 when it leaves | volatile | it is compared with /proc
 *  slot.sweeper  | whoever sweeps the slot's process: slot and generation; 0 when done | compare-and-set | the next sweeper replaces it
 *  slot.interrupt | the parent: 1; the process: 0 when it acts on it | volatile | a child's end frees the slot
 *  slot.exit     | the process, at exit   | release          | 0: it did not end normally
 *  object.state  | holder of tables' lock | release, last    | RESERVED: freed by the next holder of the lock; DELETING: the next holder
 *                |                        |                  | deletes the rest
 *  deletions     | holder of tables' lock | volatile         | whoever completes the deletion adds one
 *  object.words  | as the kind's descriptor says; only the first object at an index has its words here, see {@code ObjectPlace}
 * </pre>
 */
public final class ControlDescriptor {
    public static final long MAGIC = 0x4d554c5449505243L; // "MULTIPRC"
    /** Raised whenever an offset or the meaning of a field changes. */
    public static final int VERSION = 7;

    /**
     * The oldest version of a durable session that can be opened, which then becomes one of this version. Version 5 had no
     * due times in records, and no leases.
     */
    public static final int OLDEST_VERSION = 5;

    public static final int MAGIC_OFFSET = 0;
    public static final int VERSION_OFFSET = MAGIC_OFFSET + Long.BYTES;
    public static final int FLAGS_OFFSET = VERSION_OFFSET + Integer.BYTES;
    public static final int SESSION_ID_OFFSET = FLAGS_OFFSET + Integer.BYTES;
    public static final int CREATED_MILLIS_OFFSET = SESSION_ID_OFFSET + 2 * Long.BYTES;
    /** The bytes before this never change. */
    public static final int CHECKED_LENGTH = CREATED_MILLIS_OFFSET + Long.BYTES;

    private static final int UNUSED_BYTES = 8;
    /** A counter for generated names. */
    public static final int NONCE_OFFSET = CHECKED_LENGTH + UNUSED_BYTES;

    /** No slot from here on was ever used. */
    public static final int SLOT_LIMIT_OFFSET = NONCE_OFFSET + Integer.BYTES;

    /** How often objects were deleted. A change means that what this process uses may be gone. */
    public static final int DELETIONS_OFFSET = SLOT_LIMIT_OFFSET + Integer.BYTES;

    /** The checksum of the first {@link #CHECKED_LENGTH} bytes. */
    public static final int CHECKSUM_OFFSET = 64;

    public static final int BOOT_OFFSET = CHECKSUM_OFFSET + 2 * Integer.BYTES;

    public static final int TABLES_LOCK_OFFSET = 128;

    public static final int LOOKED_OFFSET = 256;

    public static final int START_PHASE_END_OFFSET = 384;

    public static final int FLAG_DURABLE = 1;

    public static final int SLOT_COUNT = 1024;
    public static final int SLOT_LENGTH = 256;
    public static final int SLOTS_OFFSET = 4096;

    /** The slot's state, parent, generation and pid; see {@link ProcessTable.Occupant}. */
    public static final int SLOT_OCCUPANT_OFFSET = 0;

    public static final int SLOT_STARTED_MILLIS_OFFSET = SLOT_OCCUPANT_OFFSET + Long.BYTES;
    public static final int SLOT_EXIT_OFFSET = SLOT_STARTED_MILLIS_OFFSET + Long.BYTES;
    public static final int SLOT_DAEMON_OFFSET = SLOT_EXIT_OFFSET + Integer.BYTES;
    public static final int SLOT_CHANNEL_OFFSET = SLOT_DAEMON_OFFSET + Integer.BYTES;
    public static final int SLOT_NAME_LENGTH_OFFSET = SLOT_CHANNEL_OFFSET + Integer.BYTES;
    public static final int SLOT_NAME_OFFSET = SLOT_NAME_LENGTH_OFFSET + Integer.BYTES;
    public static final int SLOT_NAME_BYTES = 128;
    /** When the process started, in the system's clock ticks; 0 if unknown. */
    public static final int SLOT_START_TICKS_OFFSET = SLOT_NAME_OFFSET + SLOT_NAME_BYTES;

    /** The pid namespace in which the slot's pid is valid. */
    public static final int SLOT_NAMESPACE_OFFSET = SLOT_START_TICKS_OFFSET + Long.BYTES;

    /** Which process sweeps the slot's process. The lock alone does not say so, since a sweeper can lose it. */
    public static final int SLOT_SWEEPER_OFFSET = SLOT_NAMESPACE_OFFSET + Long.BYTES;

    public static final int SLOT_WAKE_UP_OFFSET = SLOT_SWEEPER_OFFSET + Integer.BYTES;
    public static final int SLOT_INTERRUPT_OFFSET = SLOT_WAKE_UP_OFFSET + Integer.BYTES;
    public static final int SLOT_RESTARTS_OFFSET = SLOT_INTERRUPT_OFFSET + Integer.BYTES;
    public static final int SLOT_WAITS_OFFSET = 192;
    public static final int SLOT_WAITS_COUNT = 16;

    public static final int OBJECT_COUNT = 1024;
    public static final int OBJECT_LENGTH = 1024;
    public static final int OBJECTS_OFFSET = SLOTS_OFFSET + SLOT_COUNT * SLOT_LENGTH;

    public static final int OBJECT_STATE_OFFSET = 0;
    public static final int OBJECT_KIND_OFFSET = OBJECT_STATE_OFFSET + Integer.BYTES;
    public static final int OBJECT_GENERATION_OFFSET = OBJECT_KIND_OFFSET + Integer.BYTES;
    public static final int OBJECT_NAME_LENGTH_OFFSET = OBJECT_GENERATION_OFFSET + Integer.BYTES;
    public static final int OBJECT_NAME_OFFSET = OBJECT_NAME_LENGTH_OFFSET + Integer.BYTES;
    public static final int OBJECT_NAME_BYTES = 96;
    /** The number of deletions before the object was made: two objects of one name never have the same. */
    public static final int OBJECT_ERA_OFFSET = OBJECT_NAME_OFFSET + OBJECT_NAME_BYTES;

    public static final int OBJECT_CHECKSUM_OFFSET = OBJECT_ERA_OFFSET + Integer.BYTES;
    public static final int OBJECT_WORDS_OFFSET = 128;

    public static final int FILE_LENGTH = OBJECTS_OFFSET + OBJECT_COUNT * OBJECT_LENGTH;

    private ControlDescriptor() {}

    public static int slotOffset(int slot) {
        return SLOTS_OFFSET + slot * SLOT_LENGTH;
    }

    public static int objectOffset(int index) {
        return OBJECTS_OFFSET + index * OBJECT_LENGTH;
    }
}
