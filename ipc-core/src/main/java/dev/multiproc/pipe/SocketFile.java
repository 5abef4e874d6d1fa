package dev.multiproc.pipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The file by which others find a Unix-domain socket. It is removed when the listener is closed and when the JVM exits; what
 * {@code kill -9} leaves is replaced by the next listener at the same path.
 *
 * <p>The socket is bound under another name in the same directory and gets its final name, by a hard link, when it listens and only
 * its user can connect. (A kill between the two leaves a hidden file {@code .xxxxxxxx} that nobody removes.) So a socket of ours to which nobody can connect is a left one, and of two that bind at once one fails. Who
 * removes a left one holds the {@link ReplacementLock}.
 */
final class SocketFile {
    private final Path path;
    private final Object fileKey;

    /** The private directory that was made for the file; null if the user has chosen the path. */
    private final Path directory;

    private final Thread exitHook = new Thread(this::removeAtExit, "multiproc removes a socket file");

    private SocketFile(Path path, Path directory) throws IOException {
        this.path = path;
        this.directory = directory;
        this.fileKey = keyOf(path);
    }

    /**
     * Binds to a path, which must not be in use.
     *
     * @throws BindException if a listener is there, or something that is no socket
     */
    static SocketFile bind(ServerSocketChannel channel, Path path) throws IOException {
        return bind(channel, path.toAbsolutePath(), null);
    }

    /** Binds to a new path. */
    static SocketFile bindInPrivateDirectory(ServerSocketChannel channel) throws IOException {
        Path directory = Files.createTempDirectory("multiproc-"); // for its user only
        try {
            return bind(channel, directory.resolve("listener"), directory);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(directory);
            throw e;
        }
    }

    private static SocketFile bind(ServerSocketChannel channel, Path path, Path directory) throws IOException {
        Path first = path.resolveSibling(newName());
        channel.bind(UnixDomainSocketAddress.of(first), ListeningSocket.BACKLOG);
        try {
            PosixFileAttributeView view = Files.getFileAttributeView(first, PosixFileAttributeView.class);
            if (view != null) {
                view.setPermissions(PosixFilePermissions.fromString("rw-------"));
            }
            link(first, path);
        } finally {
            Files.delete(first);
        }
        SocketFile file = new SocketFile(path, directory);
        file.removeWhenTheJvmExits();
        return file;
    }

    private static String newName() {
        return String.format(".%08x", ThreadLocalRandom.current().nextInt());
    }

    private static void link(Path first, Path path) throws IOException {
        try {
            Files.createLink(path, first);
        } catch (FileAlreadyExistsException e) {
            replaceLeft(first, path);
        }
    }

    /** Looking whether the file is a left one and removing it are no single step: so only one at a time does both. */
    private static void replaceLeft(Path first, Path path) throws IOException {
        synchronized (SocketFile.class) { // a file lock does not exclude other threads of the same JVM
            try (ReplacementLock lock = ReplacementLock.take(path)) {
                if (isInUse(path)) {
                    throw new BindException("another listener is there");
                }
                Files.deleteIfExists(path);
                Files.createLink(path, first);
            } catch (FileAlreadyExistsException e) { // of one that found no file, and needed no lock
                throw new BindException("another listener is there");
            }
        }
    }

    private static boolean isInUse(Path path) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return false;
        }
        if (!attributes.isOther()) {
            throw new BindException("a file is there that is no socket");
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (ConnectException e) {
            return false;
        } catch (SocketException e) { // so many wait for it that one more does not fit, or it is another user's
            return Files.exists(path);
        }
    }

    private static Object keyOf(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private void removeWhenTheJvmExits() throws IOException {
        try {
            Runtime.getRuntime().addShutdownHook(exitHook);
        } catch (IllegalStateException e) {
            removeFile();
            throw new IOException("there are no new listeners while the JVM exits", e);
        }
    }

    Path path() {
        return path;
    }

    /** Removes the file, unless another has taken its place. */
    void remove() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(exitHook);
        } catch (IllegalStateException e) {
            exitHook.setName("multiproc removes a socket file again"); // the JVM exits already; twice does no harm
        }
        removeFile();
    }

    private synchronized void removeFile() throws IOException {
        try {
            if (Objects.equals(fileKey, keyOf(path))) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            // somebody has removed it already, for instance who cleans the directory for temporary files
        }
        if (directory != null) {
            Files.deleteIfExists(directory);
        }
    }

    private void removeAtExit() {
        try {
            removeFile();
        } catch (IOException e) {
            throw new UncheckedIOException("the file of a listener is left over, path=" + path, e);
        }
    }
}
