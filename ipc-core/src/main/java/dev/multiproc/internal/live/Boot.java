package dev.multiproc.internal.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which start of the machine this is. */
public final class Boot {
    private static final Path LINUX_BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private Boot() {}

    /** A number of this start; 0 where the system does not tell. */
    public static long current() {
        if (!Files.isReadable(LINUX_BOOT_ID)) {
            return 0;
        }
        try {
            String id = Files.readString(LINUX_BOOT_ID).strip().replace("-", "");
            return Long.parseUnsignedLong(id.substring(0, 16), 16) ^ Long.parseUnsignedLong(id.substring(16), 16);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
