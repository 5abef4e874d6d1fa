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
 * The main class of the process that makes the class archive for children: it starts a child that does what children usually do,
 * and has that child's JVM write an archive of the classes that this loaded.
 *
 * <p>Most programs are short, so this process goes on for a moment after its program has ended, and then gives up.
 */
public final class ArchiveMaker {
    private static final String CONTENTS_SUFFIX = ".txt";
    /** Matches the names of an archive's files; the same directory holds other files too. */
    private static final String ARCHIVE_FILE_PATTERN = "[0-9a-f]{16}\\.(jsa|sum|lock|failed|[0-9]+\\.new)";

    private static final Duration LIMIT = Duration.ofMinutes(2);
    /** How long this process goes on after its program has ended. */
    private static final Duration GRACE = Duration.ofMillis(2500);
    /** How long it may then take to close its session properly. */
    private static final Duration CLEANUP_TIME = Duration.ofMillis(500);

    private static final long CHECK_MILLIS = 20;
    /** How long to wait, before blaming a failure on the archive, for a sign that the program is being ended. */
    private static final Duration SETTLING_TIME = Duration.ofSeconds(1);

    private static final int MAX_ARCHIVES = 8;
    private static final long MAX_BYTES = 256L * 1024 * 1024;
    /** Files that an interrupted maker left are removed when they are older than this. */
    private static final Duration MAX_LEFTOVER_AGE = Duration.ofDays(2);

    private final ClassArchive archive;
    private final Options options;
    /** The archive while it is written, under a name that no other process looks for. */
    private final Path unfinished;
    /** Guarded by this, as is {@link #isAbandoned}. */
    private boolean isMaking;

    private boolean isAbandoned;

    private ArchiveMaker(ClassArchive archive, Options options) {
        this.archive = archive;
        this.options = options;
        // The pid keeps makers apart: after a maker was killed, its child may still be writing.
        this.unfinished = archive.named("." + ProcessHandle.current().pid() + ".new");
    }

    /** Takes the base directory of sessions as an optional argument. */
    public static void main(String[] arguments) throws Exception {
        haltAfterLimit();
        Options options = arguments.length == 0
                ? Options.defaults()
                : Options.defaults().withBaseDirectory(Path.of(arguments[0]));
        List<String> classPath = List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1));
        ClassArchive archive = ClassArchive.of(classPath).orElseThrow();
        PrivateDirectory.ensure(archive.directory());
        ArchiveMaker maker = new ArchiveMaker(archive, options);
        // Ctrl-C sends the signal to all processes of the terminal, so to this one too.
        Runtime.getRuntime().addShutdownHook(new Thread(maker::abandon, "multiproc-abandon"));
        maker.endWithParent(Thread.currentThread());
        maker.makeUnlessMade();
    }

    /** Ends this process when its parent ends: the parent holds the other end of standard input. */
    private void endWithParent(Thread main) {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // Nothing is ever sent; only the end of the input matters.
                        }
                    } catch (IOException e) {
                        // The parent is gone in this case too.
                    }
                    abandonAndExit(main);
                },
                "multiproc-parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    /**
     * Kills the child, so that the main thread fails and closes its session properly; exits without that if it takes too long.
     */
    private void abandonAndExit(Thread main) {
        try {
            main.join(GRACE.toMillis());
            long end = System.nanoTime() + CLEANUP_TIME.toNanos();
            while (main.isAlive() && System.nanoTime() < end) {
                abandon();
                TimeUnit.MILLISECONDS.timedJoin(main, CHECK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().exit(main.isAlive() ? 1 : 0);
    }

    /** Stops the making. That is not a failure of the archive, so the next program may try again at once. */
    private synchronized void abandon() {
        isAbandoned = true;
        notifyAll();
        if (isMaking) {
            boolean unused = archive.failureFile().toFile().delete();
            // Forcibly: a JVM that is asked to exit writes its archive first.
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        }
    }

    /**
     * Waits a moment for {@link #abandon}. Whoever ends a program may end its processes in any order, so this one may be next.
     *
     * @return whether the making still goes on
     */
    private synchronized boolean pauseUnlessAbandoned() throws InterruptedException {
        long end = System.nanoTime() + SETTLING_TIME.toNanos();
        for (long left = SETTLING_TIME.toNanos(); !isAbandoned && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return !isAbandoned;
    }

    private static void haltAfterLimit() {
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

    /** Waits while another process makes the archive, since that process may be about to end with its program. */
    private void makeUnlessMade() throws Exception {
        try (FileChannel channel =
                FileChannel.open(archive.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            FileLock lock = channel.tryLock();
            while (lock == null && pauseUnlessAbandoned()) {
                lock = channel.tryLock();
            }
            if (lock != null && archive.isWanted()) {
                removeStale();
                makeOrRecordFailure();
            }
        }
    }

    /** Records each attempt beforehand: after repeated failures or kills, no process tries again for a while. */
    private void makeOrRecordFailure() throws Exception {
        Files.write(archive.failureFile(), new byte[1], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        setMaking(true);
        try {
            make();
        } catch (Exception e) {
            pauseUnlessAbandoned();
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

    /** Removes the archives that no JVM can use any more, and the least recently used ones if there are too many. */
    private void removeStale() throws IOException {
        List<Path> kept = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(archive.directory())) {
            for (Path file : files) {
                if (!isContents(file)) {
                    removeIfOrphaned(file);
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
            // Leaves room for the archive that is about to be made.
            if (i >= MAX_ARCHIVES - 1 || bytes > MAX_BYTES) {
                removeAllOf(kept.get(i));
            }
        }
    }

    private static boolean isContents(Path file) {
        return file.getFileName().toString().endsWith(CONTENTS_SUFFIX);
    }

    /** Removes a file that belongs to no archive and is old. */
    private void removeIfOrphaned(Path file) throws IOException {
        if (!file.getFileName().toString().matches(ARCHIVE_FILE_PATTERN)) {
            return;
        }
        boolean hasContents = Files.exists(file.resolveSibling(key(file) + CONTENTS_SUFFIX));
        long age = System.currentTimeMillis() - file.toFile().lastModified();
        if (!hasContents && age > MAX_LEFTOVER_AGE.toMillis() && !file.equals(archive.lockFile())) {
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
