package dev.multiproc.internal.session;

import static dev.multiproc.internal.control.ControlDescriptor.BOOT_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.CHECKED_LENGTH;
import static dev.multiproc.internal.control.ControlDescriptor.CHECKSUM_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.CREATED_MILLIS_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.FILE_LENGTH;
import static dev.multiproc.internal.control.ControlDescriptor.FLAGS_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.FLAG_DURABLE;
import static dev.multiproc.internal.control.ControlDescriptor.MAGIC;
import static dev.multiproc.internal.control.ControlDescriptor.MAGIC_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.OLDEST_VERSION;
import static dev.multiproc.internal.control.ControlDescriptor.SESSION_ID_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.TABLES_LOCK_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.VERSION;
import static dev.multiproc.internal.control.ControlDescriptor.VERSION_OFFSET;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.FileTrouble;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.ObjectTable;
import dev.multiproc.internal.control.OwnAccess;
import dev.multiproc.internal.control.PlainFiles;
import dev.multiproc.internal.control.ProcessTable;
import dev.multiproc.internal.live.BootId;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Makes and opens the control file; see {@link dev.multiproc.internal.control.ControlDescriptor}. */
final class ControlFile {
    static final String UNFINISHED = "control.new";

    private ControlFile() {}

    /** Makes a control file under a temporary name, and renames it once it is complete. */
    static MappedRegion create(Path file, boolean isDurable) {
        Path unfinished = file.resolveSibling(UNFINISHED);
        try {
            reserve(unfinished);
            MappedRegion region = MappedRegion.map(unfinished);
            region.setLong(MAGIC_OFFSET, MAGIC);
            region.setInt(FLAGS_OFFSET, isDurable ? FLAG_DURABLE : 0);
            region.putBytes(SESSION_ID_OFFSET, SessionDirectory.random(2 * Long.BYTES));
            region.setLong(CREATED_MILLIS_OFFSET, System.currentTimeMillis());
            region.setInt(VERSION_OFFSET, VERSION);
            region.setInt(CHECKSUM_OFFSET, checksum(region));
            region.setLong(BOOT_OFFSET, BootId.current());
            region.setIntRelease(VERSION_OFFSET, VERSION);
            if (!unfinished.toFile().renameTo(file.toFile())) {
                throw new IOException("cannot rename " + unfinished);
            }
            return region;
        } catch (IOException e) {
            throw FileTrouble.of("cannot make the control file", file, e);
        }
    }

    /** Fills the file with zeros: writing into a hole would crash the JVM when the file system is full. */
    private static void reserve(Path file) throws IOException {
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            OwnAccess.toFile(file.toFile());
            byte[] zeros = new byte[64 * 1024];
            for (int left = FILE_LENGTH; left > 0; left -= Math.min(left, zeros.length)) {
                out.write(zeros, 0, Math.min(left, zeros.length));
            }
        }
    }

    /** Opens the control file of a session that is there. */
    static MappedRegion attach(Path file) throws NoSuchFileException {
        MappedRegion region = attachReadable(file);
        checkVersion(file, region, VERSION);
        return region;
    }

    /** The same, or of an older version that can be read: see {@link #raiseVersion}. */
    static MappedRegion attachReadable(Path file) throws NoSuchFileException {
        checkLength(file, length(file));
        return checked(file, MappedRegion.map(file));
    }

    /**
     * Makes a session of an older version one of this version. Called when no process uses it. Whoever is killed in between
     * leaves the new version with the old checksum.
     */
    static void raiseVersion(MappedRegion region) {
        if (region.getInt(VERSION_OFFSET) != VERSION || region.getInt(CHECKSUM_OFFSET) != checksum(region)) {
            region.setIntVolatile(VERSION_OFFSET, VERSION);
            region.setIntVolatile(CHECKSUM_OFFSET, checksum(region));
        }
    }

    /** Refuses an older version that other processes use. */
    static void checkVersion(Path file, MappedRegion region, int oldest) {
        int version = region.getIntAcquire(VERSION_OFFSET);
        if (version < oldest || version > VERSION) {
            throw refusal(file, "its layout has version " + version + ", this library's has " + VERSION);
        }
    }

    /** A copy of the control file of a session that this process does not join. Changes made while it is copied may be torn. */
    static MappedRegion copy(Path file) throws IOException {
        checkLength(file, length(file));
        byte[] bytes = PlainFiles.read(file);
        checkLength(file, bytes.length);
        MappedRegion region = MappedRegion.onHeapOutside(FILE_LENGTH);
        region.putBytes(0, bytes);
        return checked(file, region);
    }

    private static void checkLength(Path file, long length) {
        if (length != FILE_LENGTH) {
            throw refusal(file, "its length is " + length + ", not " + FILE_LENGTH);
        }
    }

    private static MappedRegion checked(Path file, MappedRegion region) {
        if (region.getLong(MAGIC_OFFSET) != MAGIC) {
            throw refusal(file, "it is not a control file");
        }
        checkVersion(file, region, OLDEST_VERSION);
        if (!isSound(region)) {
            throw damage(file, "its header does not agree with its checksum");
        }
        return region;
    }

    private static boolean isSound(MappedRegion region) {
        int expected = region.getInt(CHECKSUM_OFFSET);
        if (expected == checksum(region)) {
            return true;
        }
        MappedRegion before = MappedRegion.onHeapOutside(CHECKED_LENGTH);
        before.putBytes(0, region.getBytes(0, CHECKED_LENGTH));
        for (int version = OLDEST_VERSION; version < VERSION; version++) {
            before.setInt(VERSION_OFFSET, version);
            if (expected == checksum(before)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the file is a control file made by another version of the library, and cannot be read. */
    static boolean isOtherVersions(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer head = ByteBuffer.allocate(FLAGS_OFFSET).order(ByteOrder.nativeOrder());
            while (head.hasRemaining() && channel.read(head) >= 0) {}
            return !head.hasRemaining()
                    && head.getLong(MAGIC_OFFSET) == MAGIC
                    && (head.getInt(VERSION_OFFSET) < OLDEST_VERSION || head.getInt(VERSION_OFFSET) > VERSION);
        }
    }

    /**
     * Refuses a control file whose table of objects is damaged. Nothing is changed.
     *
     * @throws MultiprocessingException if it is damaged; the message says how
     */
    static void checkObjects(MappedRegion region, Path file) {
        String wrong = new ObjectTable(region).findDamage();
        if (wrong != null) {
            throw damage(file, wrong);
        }
    }

    /** Whether the machine was restarted since the session was last opened, so that data not written to disk may be lost. */
    static boolean isNewBoot(MappedRegion region) {
        return region.getLong(BOOT_OFFSET) != BootId.current();
    }

    /** Records that the session has been opened, and checked, since the machine's last start. */
    static void setBoot(MappedRegion region) {
        region.setLongVolatile(BOOT_OFFSET, BootId.current());
    }

    /**
     * Repairs the control file of a session whose processes are all gone. Whatever can be derived from elsewhere is reset rather
     * than trusted.
     */
    static void recover(MappedRegion region) {
        new ProcessTable(region).clear();
        region.setIntVolatile(TABLES_LOCK_OFFSET, 0);
    }

    private static int checksum(MappedRegion region) {
        return region.checksum(0, CHECKED_LENGTH);
    }

    static MultiprocessingException damage(Path file, String reason) {
        return new MultiprocessingException("the session's control file is damaged: " + reason + ", path=" + file
                + "; put a copy of the session in its place, or set what is there aside with 'multiproc clean --damaged "
                + file.getParent() + "'");
    }

    private static long length(Path file) throws NoSuchFileException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw FileTrouble.of("cannot read the control file", file, e);
        }
    }

    private static MultiprocessingException refusal(Path file, String reason) {
        return new MultiprocessingException("cannot use the session: " + reason + ", path=" + file
                + "; open it with the version of the library that made it, or remove its directory");
    }

    static String sessionId(MappedRegion region) {
        return Long.toHexString(region.getLong(SESSION_ID_OFFSET)) + "-"
                + Long.toHexString(region.getLong(SESSION_ID_OFFSET + Long.BYTES));
    }
}
