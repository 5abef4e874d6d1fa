package dev.multiproc.internal.launch;

import dev.multiproc.ChildOptions;
import dev.multiproc.Options;
import dev.multiproc.Preload;
import dev.multiproc.codec.Codec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A session's options as bytes, for its children. Uses only plain loops, since a child has to load all classes used here. */
public final class WrittenOptions {
    private static final long NO_LIMIT = -1;

    private WrittenOptions() {}

    public static byte[] of(Options options) {
        ByteWriter out = new ByteWriter();
        write(out, options.childOptions());
        writeText(out, options.baseDirectory());
        out.writeText(options.codec().getClass().getName());
        writeText(out, options.deserializationFilter());
        out.writeText(options.waitStrategy().name());
        out.writeText(options.preload().onError().name());
        writeTexts(out, options.preload().classNames());
        out.writeBoolean(options.classArchive());
        out.writeLong(TimeUnit.MILLISECONDS.convert(options.exitGrace()));
        out.writeBoolean(options.failedStartsReported());
        out.writeBoolean(options.failuresReported());
        return out.toBytes();
    }

    /** Without the output: a child's children write to where it writes. */
    private static void write(ByteWriter out, ChildOptions options) {
        writeTexts(out, options.jvmArgs());
        out.writeLong(options.maxHeap().orElse(NO_LIMIT));
        writeTexts(out, options.classPath());
        out.writeInt(options.environment().size());
        for (Map.Entry<String, String> entry : options.environment().entrySet()) {
            out.writeText(entry.getKey()).writeText(entry.getValue());
        }
        writeText(out, options.workingDirectory());
        writeText(out, options.javaHome());
        out.writeBoolean(options.ignoreInterruptSignal());
    }

    private static void writeTexts(ByteWriter out, List<?> objects) {
        out.writeInt(objects.size());
        for (Object object : objects) {
            out.writeText(object.toString());
        }
    }

    private static void writeText(ByteWriter out, Optional<?> object) {
        out.writeText(object.isPresent() ? object.get().toString() : "");
    }

    /** Reads the options, without spares: only the process that opened the session keeps some, not each of its children. */
    public static Options read(byte[] bytes) {
        ByteReader in = new ByteReader(bytes, 0);
        Options options = Options.defaults().withChildOptions(readChildOptions(in));
        String baseDirectory = in.readText();
        if (!baseDirectory.isEmpty()) {
            options = options.withBaseDirectory(Path.of(baseDirectory));
        }
        options = options.withCodec(codec(in.readText()));
        String filter = in.readText();
        if (!filter.isEmpty()) {
            options = options.withDeserializationFilter(filter);
        }
        return options.withWaitStrategy(waitStrategy(in.readText()))
                .withPreload(preload(in.readText(), readTexts(in)))
                .withClassArchive(in.readBoolean())
                .withExitGrace(Duration.ofMillis(in.readLong()))
                .withFailedStartsReported(in.readBoolean())
                .withFailuresReported(in.readBoolean());
    }

    private static ChildOptions readChildOptions(ByteReader in) {
        ChildOptions options = ChildOptions.defaults().withJvmArgs(readTexts(in).toArray(new String[0]));
        long maxHeap = in.readLong();
        if (maxHeap != NO_LIMIT) {
            options = options.withMaxHeap(maxHeap);
        }
        options = options.withClassPath(readPaths(in).toArray(new Path[0])).withEnvironment(readMap(in));
        String workingDirectory = in.readText();
        if (!workingDirectory.isEmpty()) {
            options = options.withWorkingDirectory(Path.of(workingDirectory));
        }
        String javaHome = in.readText();
        if (!javaHome.isEmpty()) {
            options = options.withJavaHome(Path.of(javaHome));
        }
        return options.withIgnoreInterruptSignal(in.readBoolean());
    }

    private static List<String> readTexts(ByteReader in) {
        int size = in.readInt();
        List<String> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            list.add(in.readText());
        }
        return list;
    }

    private static List<Path> readPaths(ByteReader in) {
        List<Path> paths = new ArrayList<>();
        for (String text : readTexts(in)) {
            paths.add(Path.of(text));
        }
        return paths;
    }

    private static Map<String, String> readMap(ByteReader in) {
        int size = in.readInt();
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            map.put(in.readText(), in.readText());
        }
        return map;
    }

    private static Preload preload(String onError, List<String> classNames) {
        if (classNames.isEmpty()) {
            return Preload.nothing();
        }
        Preload preload = Preload.ofNames(classNames.toArray(new String[0]));
        for (Preload.OnError each : Preload.OnError.values()) {
            if (each != preload.onError() && each.name().equals(onError)) {
                preload = preload.onError(each);
            }
        }
        return preload;
    }

    /** Not {@code valueOf}, for which the JDK uses reflection. */
    private static Options.WaitStrategy waitStrategy(String name) {
        for (Options.WaitStrategy strategy : Options.WaitStrategy.values()) {
            if (strategy.name().equals(name)) {
                return strategy;
            }
        }
        throw new IllegalArgumentException("unknown wait strategy, name=" + name);
    }

    private static Codec codec(String className) {
        Codec usual = Options.defaults().codec();
        if (className.equals(usual.getClass().getName())) {
            return usual;
        }
        try {
            return Class.forName(className, true, Thread.currentThread().getContextClassLoader())
                    .asSubclass(Codec.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "the codec has no public constructor without parameters, or is not on the class path, class="
                            + className,
                    e);
        }
    }
}
