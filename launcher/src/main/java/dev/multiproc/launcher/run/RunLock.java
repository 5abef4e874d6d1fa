package dev.multiproc.launcher.run;

import dev.multiproc.MultiprocessingException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Held by a run as long as it uses a durable session, in that session's directory: of two at once, each would eat what the other made, and neither could
 * say what was lost. The system frees it when the run is killed.
 */
final class RunLock implements AutoCloseable {
    private static final String FILE_NAME = "run.lock";

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    static RunLock take(Path directory) throws IOException {
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
