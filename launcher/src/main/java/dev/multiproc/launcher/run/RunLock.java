package dev.multiproc.launcher.run;

import dev.multiproc.MultiprocessingException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A lock file in the directory of a durable session; a run holds it while it uses the session. Two runs at the same time
 * would consume each other's items, and neither could tell which items were lost. The operating system releases the lock
 * when the run is killed.
 */
final class RunLock implements AutoCloseable {
    private static final String FILE_NAME = "run.lock";

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    static RunLock acquire(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve(FILE_NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new MultiprocessingException(
                    "another run uses " + directory + " at this moment: wait for its end, or choose another --dir");
        }
        return new RunLock(channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
