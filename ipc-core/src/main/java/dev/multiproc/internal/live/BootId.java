package dev.multiproc.internal.live;

import dev.multiproc.internal.control.PlainFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Identifies the machine's current boot. */
public final class BootId {
    private static final Path LINUX_BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private BootId() {}

    /** A number that identifies the current boot; 0 where the system does not tell. */
    public static long current() {
        try {
            String id = new String(PlainFiles.read(LINUX_BOOT_ID), StandardCharsets.US_ASCII)
                    .strip()
                    .replace("-", "");
            return Long.parseUnsignedLong(id.substring(0, 16), 16) ^ Long.parseUnsignedLong(id.substring(16), 16);
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            // Another system, or /proc is not visible here.
            return 0;
        }
    }
}
