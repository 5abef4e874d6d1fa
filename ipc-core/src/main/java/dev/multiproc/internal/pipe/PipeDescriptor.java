package dev.multiproc.internal.pipe;

/**
 * The layout of a pipe: its words in the object table, and its file {@code memory/NAME} with the bytes under way.
 *
 * <p>A pipe has two ends, 0 and 1, and two directions: what is sent at end 0 goes in direction 0 and is received at end 1. A
 * one-way pipe uses direction 1 only.
 *
 * <pre>
 *  object table
 *  0     stream of direction 0       what its senders write and its receivers look at
 *  128   stream of direction 1
 *  256   work of end 0               locks and positions of the processes that use end 0
 *  384   work of end 1
 *  512   holders of end 0            one bit for each slot: the process has the end
 *  640   holders of end 1
 *  768   keepers                     one bit for each slot: the process has an end, or may use one again
 *
 *  stream
 *  0               8               16              24              32              48
 *  +---------------+---------------+---------------+---------------+---------------+
 *  | written       | transfer      | offer         | streamed      | not empty     |
 *  +---------------+---------------+---------------+---------------+---------------+
 *  at 112, in direction 0 only: ring's length, one-way (each 4 bytes)
 *
 *  work of an end
 *  0               32              64              72              80              96
 *  +---------------+---------------+---------------+---------------+---------------+
 *  | lock to send  | lock to       | read          | consumed      | not full      |   the latter three: of the direction that is
 *  |               | receive       |               |               |               |   received here
 *  +---------------+---------------+---------------+---------------+---------------+
 *
 *  transfer
 *  63                  8 7       0
 *  +--------------------+---------+
 *  | number             | state   |   see {@link Transfer}
 *  +--------------------+---------+
 *
 *  file: one ring for each direction in use, each of the ring's length
 *  +-----------------------+-- ... --+
 *  | record | record | ... |         |   a record begins at (position modulo ring's length), and goes on at the ring's begin
 *  +-----------------------+-- ... --+
 *
 *  record
 *  0       4       8
 *  +-------+-------+-------------------- ... --------+
 *  | length| form  | message, zeros up to 8 bytes    |   form: BYTES or none, and LONG if only the head is here
 *  +-------+-------+-------------------- ... --------+
 *
 *  field     | written by                 | order                 | if the writer dies here
 *  written   | holder of lock to send     | volatile, last        | the record is not there, or is whole
 *  read      | holder of lock to receive  | volatile, last        | the message is still there, or was received
 *  transfer  | both                       | compare-and-set       | see {@link Transfer}
 *  offer     | holder of lock to send     | plain, before transfer| the same
 *  streamed  | holder of lock to send     | volatile              | the same
 *  consumed  | holder of lock to receive  | volatile              | the same
 *  holders   | a process for itself, a parent for its child | bit-wise or, and | cleared by the sweep
 *  keepers   | the same                   | the same              | cleared by the sweep; who clears the last one deletes the pipe
 * </pre>
 *
 * <p>Native byte order. Positions count all bytes since the pipe was made.
 */
final class PipeDescriptor {
    private static final int LINE = 128;

    static final int WRITTEN = 0;
    static final int TRANSFER = WRITTEN + Long.BYTES;
    static final int OFFER = TRANSFER + Long.BYTES;
    static final int STREAMED = OFFER + Long.BYTES;
    static final int NOT_EMPTY = STREAMED + Long.BYTES;
    static final int RING_LENGTH_OFFSET = 112;
    static final int ONE_WAY_OFFSET = RING_LENGTH_OFFSET + Integer.BYTES;

    private static final int WORK = 2 * LINE;
    static final int SEND_LOCK = 0;
    static final int RECEIVE_LOCK = 32;
    static final int READ = 64;
    static final int CONSUMED = READ + Long.BYTES;
    static final int NOT_FULL = CONSUMED + Long.BYTES;

    private static final int HOLDERS = 4 * LINE;
    static final int KEEPERS_OFFSET = 6 * LINE;

    static final int HEAD_BYTES = 8;
    static final int FORM_OFFSET = Integer.BYTES;
    /** The message is bytes as they are, not an object encoded by a codec. */
    static final int BYTES = 1;
    /** The message is too long for the ring, and is handed over in pieces. */
    static final int LONG = 2;

    /** Small enough to stay in a processor's cache, large enough for two processes to copy at the same time. */
    static final int RING_LENGTH = 256 * 1024;

    private PipeDescriptor() {}

    static int stream(int direction) {
        return direction * LINE;
    }

    static int work(int end) {
        return WORK + end * LINE;
    }

    static int holders(int end) {
        return HOLDERS + end * LINE;
    }

    static int other(int end) {
        return 1 - end;
    }

    /** The length of a record for a message of this many bytes. */
    static int recordLength(int bytes) {
        return HEAD_BYTES + (bytes + HEAD_BYTES - 1 & -HEAD_BYTES);
    }
}
