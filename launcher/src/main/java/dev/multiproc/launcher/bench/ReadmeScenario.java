package dev.multiproc.launcher.bench;

import dev.multiproc.Multiprocessing;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * The README's program with three producers and two consumers, compiled into a class directory, as a user runs it: the wall
 * time of the whole command, and the processor time of all its processes.
 */
record ReadmeScenario() implements Scenario {
    private static final String PROGRAM = "FirstProgram";
    private static final long LIMIT_SECONDS = 120;
    private static final int TICKS_PER_SECOND = 100;

    private static final String SOURCE =
            """
            import dev.multiproc.ChildProcess;
            import dev.multiproc.Multiprocessing;
            import dev.multiproc.queue.JoinableQueue;
            import java.util.ArrayList;
            import java.util.List;

            public class FirstProgram {
                static void produce(JoinableQueue<String> items, String name) throws Exception {
                    for (int i = 0; i < 3; i++) {
                        items.put("item " + i);
                        System.out.println(name + " put item " + i);
                    }
                    items.join();
                }

                static void consume(JoinableQueue<String> items, String name) throws Exception {
                    while (true) {
                        System.out.println(name + " took " + items.take());
                        items.taskDone();
                    }
                }

                public static void main(String[] args) throws Exception {
                    try (Multiprocessing mp = Multiprocessing.open()) {
                        JoinableQueue<String> items = mp.joinableQueue();
                        List<ChildProcess> producers = new ArrayList<>();
                        for (String name : List.of("one", "two", "three")) {
                            producers.add(mp.process(name, () -> produce(items, name)).start());
                        }
                        for (String name : List.of("four", "five")) {
                            mp.process(name, () -> consume(items, name)).daemon(true).start();
                        }
                        for (ChildProcess producer : producers) {
                            producer.join();
                        }
                    }
                    System.out.println("end");
                }
            }
            """;

    @Override
    public String name() {
        return "h-first-program";
    }

    @Override
    public String description() {
        return "the README's program, three producers and two consumers, from a class directory: the whole command";
    }

    @Override
    public void run(Multiprocessing mp, Recorder recorder, int repetitions) throws Exception {
        Path directory = Files.createTempDirectory("multiproc-first-program");
        try {
            Path classes = Files.createDirectory(directory.resolve("classes"));
            if (!compile(directory.resolve(PROGRAM + ".java"), classes)) {
                System.err.println("  left out: this java has no compiler");
                return;
            }
            for (int i = 0; i < repetitions; i++) {
                Path emptyCache = Files.createTempDirectory(directory, "cache");
                measure(recorder, "multiproc-first-run", classes, emptyCache);
            }
            Path cache = Files.createDirectory(directory.resolve("kept-cache"));
            for (int i = -1; i < repetitions; i++) {
                measure(i < 0 ? null : recorder, "multiproc-second-run", classes, cache);
            }
        } finally {
            RawChronicle.delete(directory);
        }
    }

    private static boolean compile(Path source, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            return false;
        }
        Files.writeString(source, SOURCE);
        int failed = compiler.run(
                null, null, null, "-cp", libraries(), "-d", classes.toString(), "-proc:none", source.toString());
        if (failed != 0) {
            throw new IllegalStateException("the program does not compile");
        }
        return true;
    }

    private static String libraries() {
        return System.getProperty("java.class.path");
    }

    /** Runs the program, and waits for its background work. Records nothing if the recorder is null. */
    private void measure(Recorder recorder, String peer, Path classes, Path cache) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        // The jar with all dependencies can use a class archive only if it is the first entry of the
                        // class path; for the library's own jar the position does not matter.
                        libraries() + File.pathSeparator + classes,
                        PROGRAM)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("XDG_CACHE_HOME", cache.toString());
        long ticks = ticksOfChildren();
        long begin = System.nanoTime();
        Process program = builder.start();
        boolean ended = program.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        long nanos = System.nanoTime() - begin;
        if (!ended || program.exitValue() != 0) {
            program.descendants().forEach(ProcessHandle::destroyForcibly);
            program.destroyForcibly();
            throw new IllegalStateException("the program did not end well, ended=" + ended);
        }
        if (recorder != null) {
            recorder.add(peer, name(), "wall_ms", nanos / 1e6);
            recorder.add(peer, name(), "cpu_ms", (ticksOfChildren() - ticks) * 1000.0 / TICKS_PER_SECOND);
        }
        awaitBackground(cache);
    }

    /** The processor time of all children of this process that have ended, including their own children. */
    private static long ticksOfChildren() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[13]) + Long.parseLong(fields[14]);
    }

    /** Waits until no process uses the cache any more, because it would disturb the next run. */
    private static void awaitBackground(Path cache) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (ProcessHandle.allProcesses().anyMatch(process -> isOf(process, cache))) {
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new IllegalStateException("the making of an archive does not end");
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static boolean isOf(ProcessHandle process, Path cache) {
        try {
            byte[] environment = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "environ"));
            return new String(environment, StandardCharsets.UTF_8).contains(cache.toString());
        } catch (IOException e) {
            // A process of another user, or one that has just ended.
            return false;
        }
    }
}
