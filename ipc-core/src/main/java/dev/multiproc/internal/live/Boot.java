package dev.multiproc.internal.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which start of the machine this is. */
public final class Boot {
    private static final Path LINUX_BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private Boot() {}

    /** A number of this start; 0 where the system does not tell. */
    public static long current() {
        try {
            String id = Files.readString(LINUX_BOOT_ID).strip().replace("-", "");
            return Long.parseUnsignedLong(id.substring(0, 16), 16) ^ Long.parseUnsignedLong(id.substring(16), 16);
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            // Another system, or one whose files are not shown here.
            return 0;
        }
    }
}
