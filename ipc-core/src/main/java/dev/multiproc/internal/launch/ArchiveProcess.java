package dev.multiproc.internal.launch;

import dev.multiproc.Options;
import dev.multiproc.internal.control.Journal;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Starts the process that makes an archive of classes, at a low priority. Its standard input is a pipe from here, so that it
 * learns of this process's end: of what is ours nothing is to run on for longer than a moment when the program is over.
 */
final class ArchiveProcess {
    private static final Path NICE = Path.of("/usr/bin/nice");
    /** One of the lowest priority would get nothing where others are busy, and then the next program begins anew. */
    private static final String NICENESS = "5";

    private static final Set<Path> TRIED = ConcurrentHashMap.newKeySet();

    /** Kept reachable: a process object that is garbage collected closes its pipe. */
    private static final Set<Process> MAKERS = ConcurrentHashMap.newKeySet();

    private ArchiveProcess() {}

    /** Returns at once; does nothing if the archive is there, or this JVM has tried before. */
    static void start(ClassArchive archive, Options options, String main) {
        // A look at it first: one that is damaged goes, and is wanted then.
        if (!archive.isUsable() && archive.isWanted() && TRIED.add(archive.file())) {
            Thread starter = new Thread(() -> startNow(archive, options, main), "multiproc-archive");
            starter.setDaemon(true);
            starter.start();
        }
    }

    private static void startNow(ClassArchive archive, Options options, String main) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(NICE)) {
            command.addAll(List.of(NICE.toString(), "-n", NICENESS));
        }
        command.addAll(List.of(ChildCommand.java(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add(CacheDirectory.flag(archive.directory()));
        command.add(main);
        options.baseDirectory().map(Path::toString).ifPresent(command::add);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        ChildCommand.leaveGoneDirectory(builder);
        Map<String, String> environment = builder.environment();
        // It needs none of what they choose, and would not start with a second collector, or a port that is taken.
        FlagVariables.NAMES.forEach(environment::remove);
        // Nothing of the program's: an archive is used where its class path is the beginning of another.
        environment.put("CLASSPATH", String.join(File.pathSeparator, archive.jars()));
        try {
            MAKERS.add(builder.start());
        } catch (IOException e) {
            // Children start all the same.
            Journal.debug(ArchiveProcess.class, "cannot start the making of " + archive.file(), e);
        }
    }
}
