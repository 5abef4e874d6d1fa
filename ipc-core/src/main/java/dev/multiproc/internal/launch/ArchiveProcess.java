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
 * Starts the process that makes an archive of classes, at a low priority. Its standard input is a pipe from this process, by
 * which it notices this process's end: no process of the library may outlive the program for more than a moment.
 */
final class ArchiveProcess {
    private static final Path NICE = Path.of("/usr/bin/nice");
    /** Not the lowest priority: on a busy machine that would get no time, and the next program would have to start over. */
    private static final String NICENESS = "5";

    private static final Set<Path> TRIED = ConcurrentHashMap.newKeySet();

    /** Kept reachable: a process object that is garbage collected closes its pipe. */
    private static final Set<Process> MAKERS = ConcurrentHashMap.newKeySet();

    private ArchiveProcess() {}

    /** Returns at once; does nothing if the archive is there, or this JVM has tried before. */
    static void start(ClassArchive archive, Options options, String main) {
        // isUsable first: it removes a damaged archive, which is wanted again then.
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
        ChildCommand.avoidRemovedDirectory(builder);
        Map<String, String> environment = builder.environment();
        // The process needs none of these flags, and would not start with a second collector or an occupied port.
        FlagVariables.NAMES.forEach(environment::remove);
        // Only the archived jars: the JVM uses an archive if its class path is a prefix of the child's.
        environment.put("CLASSPATH", String.join(File.pathSeparator, archive.jars()));
        try {
            MAKERS.add(builder.start());
        } catch (IOException e) {
            // Children start without an archive too.
            Journal.debug(ArchiveProcess.class, "cannot start the making of " + archive.file(), e);
        }
    }
}
