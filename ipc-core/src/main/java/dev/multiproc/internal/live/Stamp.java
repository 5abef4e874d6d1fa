package dev.multiproc.internal.live;

import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.control.OwnPid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * What a process writes into a file that it holds locked, so that others recognise it as the owner even if it has lost
 * the lock.
 *
 * <pre>
 *  0               8               16              24              32
 *  +---------------+---------------+---------------+---------------+
 *  | pid           | start, ticks  | pid namespace | boot          |
 *  +---------------+---------------+---------------+---------------+
 * </pre>
 */
public final class Stamp {
    private static final int LENGTH = 4 * Long.BYTES;

    private Stamp() {}

    /** Whether the file has the stamp of another process that is alive. */
    public static boolean isOfAnother(FileChannel file) throws IOException {
        ByteBuffer stamp = buffer();
        file.read(stamp, 0);
        if (stamp.hasRemaining()) {
            return false;
        }
        stamp.flip();
        long pid = stamp.getLong();
        boolean isAlive = ProcessProbe.knowsAlive(pid, stamp.getLong(), stamp.getLong());
        return isAlive && pid != OwnPid.get() && stamp.getLong() == BootId.current();
    }

    /** The pid in the file's stamp; 0 if it has none. */
    public static long pid(FileChannel file) throws IOException {
        ByteBuffer stamp = buffer();
        file.read(stamp, 0);
        return stamp.hasRemaining() ? 0 : stamp.flip().getLong();
    }

    /** Writes this process's stamp if it can: on a full file system the lock alone counts. */
    public static void tryToWrite(FileChannel file) {
        ByteBuffer stamp = buffer();
        stamp.putLong(OwnPid.get());
        stamp.putLong(ProcessProbe.startTicks());
        stamp.putLong(ProcessProbe.namespace());
        stamp.putLong(BootId.current());
        stamp.flip();
        try {
            file.write(stamp, 0);
        } catch (IOException e) {
            Journal.debug(Stamp.class, "cannot write which process opens a session", e);
        }
    }

    public static void clear(FileChannel file) throws IOException {
        file.truncate(0);
    }

    private static ByteBuffer buffer() {
        return ByteBuffer.allocate(LENGTH).order(ByteOrder.nativeOrder());
    }
}
