package dev.multiproc.internal.session;

import dev.multiproc.MultiprocessingException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** Held while a durable session is made or attached to, so that two openers do not both make it. */
final class OpeningLock implements AutoCloseable {
    private static final ReentrantLock IN_THIS_JVM = new ReentrantLock();

    private final FileChannel channel;

    private OpeningLock(FileChannel channel) {
        this.channel = channel;
    }

    static OpeningLock take(Path root) {
        IN_THIS_JVM.lock();
        boolean isTaken = false;
        Path file = root.resolve("opening");
        try {
            FileChannel channel = FileChannel.open(
                    file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
            channel.lock();
            isTaken = true;
            return new OpeningLock(channel);
        } catch (IOException e) {
            throw new MultiprocessingException("cannot lock the session directory, path=" + file, e);
        } finally {
            if (!isTaken) {
                IN_THIS_JVM.unlock();
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new MultiprocessingException("cannot unlock the session directory", e);
        } finally {
            IN_THIS_JVM.unlock();
        }
    }
}
