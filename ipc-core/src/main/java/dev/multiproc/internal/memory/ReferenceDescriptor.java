package dev.multiproc.internal.memory;

import dev.multiproc.internal.control.MappedRegion;
import java.util.zip.CRC32C;

/**
 * The layout of a reference: its fields in the object table, and its file {@code memory/NAME} with two places for a
 * value. It is created as an array is; see {@link ArrayDescriptor}.
 *
 * <pre>
 *  object table
 *  0       4                   128             160           256             264
 *  +-------+-------------------+---------------+-------------+---------------+
 *  | count |                   | writers' lock |             | version       |
 *  +-------+-------------------+---------------+-------------+---------------+
 *   count: the file's length; lock: a {@link dev.multiproc.internal.park.RobustLock}
 *
 *  file
 *  0                65552            131104
 *  +----------------+----------------+
 *  | even versions  | odd versions   |
 *  +----------------+----------------+
 *
 *  place
 *  0               8       12      16
 *  +---------------+-------+-------+------------------------------+
 *  | version       |length | check | the value, as the codec writes it ...  up to 65536 bytes
 *  +---------------+-------+-------+------------------------------+
 *   length: -1 for null; check: CRC-32C of the value, a constant for null
 *
 *  field      | written by         | order    | if the writer dies here
 *  place      | holder of the lock | plain    | it is not published yet: nobody reads it, and the next writer overwrites it
 *  version    | holder of the lock | volatile | the old value or the new one
 * </pre>
 *
 * <p>A reader copies the place of the current version and then reads the version again. The place is next written for
 * the version after the next one, so if the version is unchanged the copy is intact.
 */
final class ReferenceDescriptor {
    static final int LOCK_OFFSET = 128;
    static final int VERSION_OFFSET = 256;

    static final int MAX_VALUE_BYTES = 64 * 1024;

    private static final int PLACE_VERSION_OFFSET = 0;
    private static final int LENGTH_OFFSET = PLACE_VERSION_OFFSET + Long.BYTES;
    private static final int CHECK_OFFSET = LENGTH_OFFSET + Integer.BYTES;
    private static final int VALUE_OFFSET = CHECK_OFFSET + Integer.BYTES;
    private static final int PLACE_LENGTH = VALUE_OFFSET + MAX_VALUE_BYTES;
    private static final int NULL_LENGTH = -1;
    /** So a null whose length was damaged is no empty value, and a value no null. "null" in ASCII. */
    private static final int NULL_CHECK = 0x6e75_6c6c;

    static final int FILE_LENGTH = 2 * PLACE_LENGTH;

    private ReferenceDescriptor() {}

    private static int place(long version) {
        return (int) (version & 1) * PLACE_LENGTH;
    }

    /**
     * Writes the value of a version to its place.
     *
     * @param value the encoded value; null for null
     */
    static void write(MappedRegion file, long version, byte[] value) {
        int at = place(version);
        file.setLong(at + PLACE_VERSION_OFFSET, version);
        file.setInt(at + LENGTH_OFFSET, value == null ? NULL_LENGTH : value.length);
        file.setInt(at + CHECK_OFFSET, value == null ? NULL_CHECK : check(value));
        if (value != null) {
            file.putBytes(at + VALUE_OFFSET, value);
        }
    }

    private static int check(byte[] value) {
        CRC32C check = new CRC32C();
        check.update(value);
        return (int) check.getValue();
    }

    /**
     * A copy of the place of a version.
     *
     * @param isWhole whether it holds that version's value, undamaged
     * @param value the encoded value; null for null
     */
    record Copy(boolean isWhole, byte[] value) {
        private static final Copy BROKEN = new Copy(false, null);
    }

    /** Copies the value of a version. It may be overwritten meanwhile, so the caller validates the copy. */
    static Copy read(MappedRegion file, long version) {
        int at = place(version);
        int length = file.getInt(at + LENGTH_OFFSET);
        if (file.getLong(at + PLACE_VERSION_OFFSET) != version || length < NULL_LENGTH || length > MAX_VALUE_BYTES) {
            return Copy.BROKEN;
        }
        int check = file.getInt(at + CHECK_OFFSET);
        if (length == NULL_LENGTH) {
            return check == NULL_CHECK ? new Copy(true, null) : Copy.BROKEN;
        }
        byte[] value = file.getBytes(at + VALUE_OFFSET, length);
        return check == check(value) ? new Copy(true, value) : Copy.BROKEN;
    }
}
