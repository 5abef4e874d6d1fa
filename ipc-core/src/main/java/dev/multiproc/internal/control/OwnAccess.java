package dev.multiproc.internal.control;

import java.io.File;
import java.io.IOException;

/**
 * Makes sure that a process can open again what it has just created: a umask may have removed the owner's rights. Uses
 * {@link File}, whose classes every JVM has loaded, since children create files before their tasks begin.
 */
public final class OwnAccess {
    private OwnAccess() {}

    /** Called when a file was created. */
    public static void toFile(File file) throws IOException {
        boolean hasRights =
                (file.canRead() || file.setReadable(true, true)) && (file.canWrite() || file.setWritable(true, true));
        if (!hasRights && file.exists()) {
            throw new IOException("cannot give this user his rights to a new file, path=" + file);
        }
    }

    /** Called when a directory was created. */
    public static void toDirectory(File directory) throws IOException {
        if (!directory.canExecute() && !directory.setExecutable(true, true)) {
            throw new IOException("cannot give this user his rights to a new directory, path=" + directory);
        }
        toFile(directory);
    }
}
