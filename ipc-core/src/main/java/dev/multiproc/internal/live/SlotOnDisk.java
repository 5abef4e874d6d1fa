package dev.multiproc.internal.live;

import static dev.multiproc.internal.control.ControlDescriptor.BOOT_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.OLDEST_VERSION;
import static dev.multiproc.internal.control.ControlDescriptor.SLOTS_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_COUNT;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_LENGTH;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_NAMESPACE_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_OCCUPANT_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.SLOT_START_TICKS_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.VERSION;
import static dev.multiproc.internal.control.ControlDescriptor.VERSION_OFFSET;
import static dev.multiproc.internal.control.ControlDescriptor.slotOffset;

import dev.multiproc.internal.control.ProcessTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Reads from a session's control file whether a process is alive, for processes that have not opened the session. */
final class SlotOnDisk {
    private SlotOnDisk() {}

    /**
     * Whether the process of a slot is alive although its lock is free.
     *
     * @param name the slot's number
     */
    static boolean knowsAlive(Path control, String name) throws IOException {
        int slot = slot(name);
        if (slot < 0 || slot >= SLOT_COUNT) {
            return false;
        }
        ByteBuffer head = ByteBuffer.allocate(SLOTS_OFFSET).order(ByteOrder.nativeOrder());
        ByteBuffer words = ByteBuffer.allocate(SLOT_LENGTH).order(ByteOrder.nativeOrder());
        try (FileChannel channel =
                FileChannel.open(control, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            channel.read(head, 0);
            channel.read(words, slotOffset(slot));
        } catch (NoSuchFileException e) {
            return false;
        }
        // After a reboot of the machine the pid means nothing.
        boolean isWhole = !head.hasRemaining()
                && !words.hasRemaining()
                && head.getInt(VERSION_OFFSET) >= OLDEST_VERSION
                && head.getInt(VERSION_OFFSET) <= VERSION
                && head.getLong(BOOT_OFFSET) == BootId.current();
        return isWhole && knowsAlive(words);
    }

    private static int slot(String name) {
        try {
            return Integer.parseInt(name);
        } catch (NumberFormatException e) {
            // Not a file of the library.
            return -1;
        }
    }

    private static boolean knowsAlive(ByteBuffer words) {
        ProcessTable.Occupant occupant = ProcessTable.Occupant.of(words.getLong(SLOT_OCCUPANT_OFFSET));
        return occupant.isOccupied()
                && occupant.state() != ProcessTable.RESERVED
                && ProcessProbe.knowsAlive(
                        occupant.pid(), words.getLong(SLOT_START_TICKS_OFFSET), words.getLong(SLOT_NAMESPACE_OFFSET));
    }
}
