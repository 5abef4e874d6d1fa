package dev.multiproc.internal.session;

import dev.multiproc.Options;
import dev.multiproc.internal.launch.ChildCommand;
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
 * The main class of the process that makes the archive of children's classes for the class path that it is started with: has a
 * child do what children do, and has the JVM write down what that loaded.
 */
public final class ArchiveMaker {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int MAX_ARCHIVES = 16;

    private final ClassArchive archive;
    private final Options options;
    private final String taskClass;
    /** The archive under a name that nobody looks for. */
    private final Path unfinished;

    private ArchiveMaker(ClassArchive archive, Options options, String taskClass) {
        this.archive = archive;
        this.options = options;
        this.taskClass = taskClass;
        this.unfinished = archive.named(".new");
    }

    /** Told a class that children will need, and where sessions are made, if not where they usually are. */
    public static void main(String[] arguments) throws Exception {
        endInTime();
        Options options = arguments.length == 1
                ? Options.defaults()
                : Options.defaults().withBaseDirectory(Path.of(arguments[1]));
        List<String> classPath = List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1));
        ClassArchive archive = ClassArchive.of(options, classPath).orElseThrow();
        PrivateDirectory.ensure(archive.directory());
        new ArchiveMaker(archive, options.withClassArchive(false), arguments[0]).makeUnlessMade();
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

    private void makeUnlessMade() throws Exception {
        try (FileChannel channel =
                        FileChannel.open(archive.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null && archive.isWanted()) {
                removeStale();
                make();
            }
        }
    }

    private void make() throws Exception {
        // If this ends before it is done, it is not tried again at once.
        Files.write(archive.failureFile(), new byte[0]);
        if (ClassArchive.isAheadOfTime()) {
            // With its classes linked, all of the cache would be loaded at each start, Chronicle and what waits need
            // too.
            Rehearsal.run(options.withJvmArgs("-XX:-AOTClassLinking", "-XX:AOTCacheOutput=" + unfinished), taskClass);
        } else {
            Path classes = archive.named(".classes");
            Rehearsal.run(options.withJvmArgs("-XX:DumpLoadedClassList=" + classes), taskClass);
            dump(classes);
            Files.delete(classes);
        }
        Files.write(archive.contentsFile(), archive.contents());
        Files.move(unfinished, archive.file(), StandardCopyOption.ATOMIC_MOVE);
        Files.delete(archive.failureFile());
    }

    /** Has a JVM load these classes and write the archive. */
    private void dump(Path classes) throws IOException, InterruptedException {
        Files.deleteIfExists(unfinished);
        // Of the JDK's collectors this one alone can write objects of the heap, which most can read.
        Process dump = new ProcessBuilder(
                        ChildCommand.java(),
                        "-XX:+UseG1GC",
                        "-Xshare:dump",
                        "-XX:SharedClassListFile=" + classes,
                        "-XX:SharedArchiveFile=" + unfinished)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int exitCode = dump.waitFor();
        if (exitCode != 0) {
            throw new IOException("the JVM cannot dump its classes, exitCode=" + exitCode);
        }
    }

    /** Removes the archives that nobody can use any more, and the oldest if there are too many. */
    private void removeStale() throws IOException {
        List<Path> kept = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(archive.directory(), "*.txt")) {
            for (Path file : files) {
                if (ClassArchive.isUpToDate(Files.readAllLines(file))) {
                    kept.add(file);
                } else {
                    removeAllOf(file);
                }
            }
        }
        kept.sort(Comparator.comparingLong(file -> file.toFile().lastModified()));
        for (Path file : kept.subList(0, Math.max(0, kept.size() - MAX_ARCHIVES + 1))) {
            removeAllOf(file);
        }
    }

    private void removeAllOf(Path contentsFile) throws IOException {
        String name = contentsFile.getFileName().toString();
        String key = name.substring(0, name.indexOf('.'));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(archive.directory(), key + ".*")) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }
}
