package dev.multiproc.testing;

import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.internal.launch.CurrentUser;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the library can leave in this JVM and on this machine; each as a line for a reader. */
final class Leftovers {
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");
    private static final Path MAPPINGS = Path.of("/proc/self/maps");
    /**
     * Chronicle keeps its table mapped if the file is deleted while it opens it: a known limit of queues that are deleted right
     * after they were made.
     */
    private static final Pattern TABLE_OF_DELETED_QUEUE =
            Pattern.compile("/queues/[^/]+\\.[0-9]+/metadata\\.cq4t \\(deleted\\)");

    private static final Pattern SESSION_FILE = Pattern.compile(
            "/(alive/\\d+|control|opening|queues/[^/]+/.+|memory/.+|objects/.+|tasks/.+)( \\(deleted\\))?$");
    /** Ends by itself when it has been idle for seconds, and holds no file then: not worth these seconds after each class. */
    private static final String IDLING_THREAD = "multiproc-log";

    private Leftovers() {}

    /** All but the session directories that are known. */
    static List<String> beside(Set<Path> knownSessions) throws IOException {
        List<String> left = new ArrayList<>();
        children().forEach(left::add);
        threads().forEach(left::add);
        openFiles().forEach(left::add);
        mappings().forEach(left::add);
        sessions().stream()
                .filter(session -> !knownSessions.contains(session))
                .forEach(session -> left.add("directory " + session));
        return left;
    }

    private static Stream<String> children() {
        return ProcessHandle.current()
                .descendants()
                .filter(child -> child.info().commandLine().orElse("").contains("dev.multiproc"))
                .map(child -> "process " + child.pid() + " "
                        + child.info().commandLine().orElse(""));
    }

    private static Stream<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("multiproc-") && !name.equals(IDLING_THREAD))
                .map(name -> "thread " + name);
    }

    private static Stream<String> openFiles() throws IOException {
        List<String> open = new ArrayList<>();
        if (Files.isDirectory(OPEN_FILES)) {
            try (DirectoryStream<Path> links = Files.newDirectoryStream(OPEN_FILES)) {
                for (Path link : links) {
                    String file = target(link);
                    if (SESSION_FILE.matcher(file).find()) {
                        open.add("open file " + file);
                    }
                }
            }
        }
        return open.stream();
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            // Closed since it was listed, as the listing itself is.
            return "";
        }
    }

    /** The control file is unmapped when its buffer is garbage, a log's files when they are closed. */
    private static Stream<String> mappings() throws IOException {
        List<String> mapped = findMappings();
        if (!mapped.isEmpty()) {
            System.gc();
            mapped = findMappings();
        }
        return mapped.stream();
    }

    private static List<String> findMappings() throws IOException {
        if (!Files.exists(MAPPINGS)) {
            return List.of();
        }
        return Files.readAllLines(MAPPINGS).stream()
                .filter(line -> SESSION_FILE.matcher(line).find())
                .filter(line -> !TABLE_OF_DELETED_QUEUE.matcher(line).find())
                .map(line -> "mapping " + line)
                .toList();
    }

    /** Those that nobody lives in: other programs on this machine may have their own. */
    static Set<Path> sessions() {
        Set<Path> sessions = new TreeSet<>(Multiprocessing.clean(Options.defaults(), true));
        Path inTemporary = Path.of(System.getProperty("java.io.tmpdir"), "multiproc-" + CurrentUser.inNames());
        if (Files.isDirectory(inTemporary)) {
            sessions.addAll(Multiprocessing.clean(Options.defaults().withBaseDirectory(inTemporary), true));
        }
        return sessions;
    }
}
