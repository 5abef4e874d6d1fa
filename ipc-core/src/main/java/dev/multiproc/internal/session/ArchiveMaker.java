package dev.multiproc.internal.session;

import dev.multiproc.Options;
import dev.multiproc.internal.launch.ClassArchive;
import dev.multiproc.internal.launch.PrivateDirectory;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The main class of the process that makes the archive of children's classes: has a child do what children do, and its JVM write an
 * archive of what that loaded.
 *
 * <p>Most programs are short. It goes on for a moment when its program is over, and gives up then.
 */
public final class ArchiveMaker {
    private static final String CONTENTS = ".txt";
    /** The files of an archive; other things are kept in the same directory. */
    private static final String FILES = "[0-9a-f]{16}\\.(jsa|sum|lock|failed|[0-9]+\\.new)";

    private static final Duration LIMIT = Duration.ofMinutes(2);
    /** So long it goes on when its program is over. */
    private static final Duration GRACE = Duration.ofMillis(2500);
    /** So long it may take then to leave its session in order. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private static final long LOOK_MILLIS = 20;
    private static final Duration TURN = Duration.ofSeconds(1);
    private static final int MAX_ARCHIVES = 8;
    private static final long MAX_BYTES = 256L * 1024 * 1024;
    /** Older remains of makers that were cut short are removed. */
    private static final Duration REMAINS = Duration.ofDays(2);

    private final ClassArchive archive;
    private final Options options;
    /** The archive under a name that nobody looks for. */
    private final Path unfinished;
    /** Guarded by this, as is the other. */
    private boolean isMaking;

    private boolean isAbandoned;

    private ArchiveMaker(ClassArchive archive, Options options) {
        this.archive = archive;
        this.options = options;
        // One whose maker was killed may still be written.
        this.unfinished = archive.named("." + ProcessHandle.current().pid() + ".new");
    }

    /** Told where sessions are made, if not where they usually are. */
    public static void main(String[] arguments) throws Exception {
        endInTime();
        Options options = arguments.length == 0
                ? Options.defaults()
                : Options.defaults().withBaseDirectory(Path.of(arguments[0]));
        List<String> classPath = List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1));
        ClassArchive archive = ClassArchive.of(options, classPath).orElseThrow();
        PrivateDirectory.ensure(archive.directory());
        ArchiveMaker maker = new ArchiveMaker(archive, options);
        // A Ctrl-C comes to all processes of a terminal.
        Runtime.getRuntime().addShutdownHook(new Thread(maker::abandon, "multiproc-abandon"));
        maker.endWithParent(Thread.currentThread());
        maker.makeUnlessMade();
    }

    /** The parent holds the other end of standard input. */
    private void endWithParent(Thread main) {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // Nobody writes.
                        }
                    } catch (IOException e) {
                        // It is gone all the same.
                    }
                    endInOrder(main);
                },
                "multiproc-parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    /** Without its child the main thread fails, and leaves its session in order; unless it takes too long. */
    private void endInOrder(Thread main) {
        try {
            main.join(GRACE.toMillis());
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (main.isAlive() && System.nanoTime() < end) {
                abandon();
                TimeUnit.MILLISECONDS.timedJoin(main, LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().exit(main.isAlive() ? 1 : 0);
    }

    /** What was begun and has not come to an end was not at fault: the next program may try again at once. */
    private synchronized void abandon() {
        isAbandoned = true;
        notifyAll();
        if (isMaking) {
            boolean unused = archive.failureFile().toFile().delete();
            // Not in order: a JVM that is told to go writes its part of the archive first.
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        }
    }

    /**
     * One who ends a program ends all that belongs to it, in no order: it may be this process's turn next.
     *
     * @return whether it was not
     */
    private synchronized boolean awaitTurn() throws InterruptedException {
        long end = System.nanoTime() + TURN.toNanos();
        for (long left = TURN.toNanos(); !isAbandoned && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return !isAbandoned;
    }

    private static void endInTime() {
        Thread limit = new Thread(
                () -> {
                    try {
                        TimeUnit.NANOSECONDS.sleep(LIMIT.toNanos());
                        Runtime.getRuntime().halt(1);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "multiproc-limit");
        limit.setDaemon(true);
        limit.start();
    }

    /** One who is at it may be about to leave, with its program. */
    private void makeUnlessMade() throws Exception {
        try (FileChannel channel =
                FileChannel.open(archive.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            FileLock lock = channel.tryLock();
            while (lock == null && awaitTurn()) {
                lock = channel.tryLock();
            }
            if (lock != null && archive.isWanted()) {
                removeStale();
                makeOrSay();
            }
        }
    }

    /** If it fails, or this process is killed, again and again, it is not tried again at once. */
    private void makeOrSay() throws Exception {
        Files.write(archive.failureFile(), new byte[1], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        setMaking(true);
        try {
            make();
        } catch (Exception e) {
            awaitTurn();
            throw e;
        } finally {
            setMaking(false);
            Files.deleteIfExists(unfinished);
        }
        Files.deleteIfExists(archive.failureFile());
    }

    private synchronized void setMaking(boolean making) {
        isMaking = making;
    }

    private void make() throws Exception {
        ArchiveTraining.run(
                options.withJvmArgs(ClassArchive.makingFlags(unfinished).toArray(new String[0])));
        if (!Files.exists(unfinished)) {
            throw new IOException("this JVM writes no archive: it has none of its own to add to");
        }
        archive.seal(unfinished);
        Files.move(unfinished, archive.file(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes the archives that nobody can use any more, and those that were not used for longest if there are too many. */
    private void removeStale() throws IOException {
        List<Path> kept = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(archive.directory())) {
            for (Path file : files) {
                if (!isContents(file)) {
                    removeIfForgotten(file);
                } else if (ClassArchive.isUpToDate(Files.readAllLines(file))) {
                    kept.add(file);
                } else {
                    removeAllOf(file);
                }
            }
        }
        kept.sort(Comparator.comparingLong((Path file) -> file.toFile().lastModified())
                .reversed());
        long bytes = 0;
        for (int i = 0; i < kept.size(); i++) {
            bytes += bytesOf(kept.get(i));
            // One more will come.
            if (i >= MAX_ARCHIVES - 1 || bytes > MAX_BYTES) {
                removeAllOf(kept.get(i));
            }
        }
    }

    private static boolean isContents(Path file) {
        return file.getFileName().toString().endsWith(CONTENTS);
    }

    /** One of an archive that there is not, from long ago. */
    private void removeIfForgotten(Path file) throws IOException {
        if (!file.getFileName().toString().matches(FILES)) {
            return;
        }
        boolean hasContents = Files.exists(file.resolveSibling(key(file) + CONTENTS));
        long age = System.currentTimeMillis() - file.toFile().lastModified();
        if (!hasContents && age > REMAINS.toMillis() && !file.equals(archive.lockFile())) {
            Files.deleteIfExists(file);
        }
    }

    private static String key(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.indexOf('.'));
    }

    private long bytesOf(Path contentsFile) throws IOException {
        long bytes = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(archive.directory(), key(contentsFile) + ".*")) {
            for (Path file : files) {
                bytes += file.toFile().length();
            }
        }
        return bytes;
    }

    private void removeAllOf(Path contentsFile) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(archive.directory(), key(contentsFile) + ".*")) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }
}
