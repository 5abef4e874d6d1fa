package dev.multiproc.internal.launch;

import dev.multiproc.Options;
import dev.multiproc.codec.Codec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A session's options as bytes, for its children. By hand and by loops: a child has to load whatever is used here. */
public final class WrittenOptions {
    private WrittenOptions() {}

    public static byte[] of(Options options) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writeTexts(out, options.jvmArgs());
            writeTexts(out, options.classPath());
            out.writeInt(options.environment().size());
            for (Map.Entry<String, String> entry : options.environment().entrySet()) {
                out.writeUTF(entry.getKey());
                out.writeUTF(entry.getValue());
            }
            writeText(out, options.workingDirectory());
            writeText(out, options.baseDirectory());
            out.writeUTF(options.codec().getClass().getName());
            writeText(out, options.deserializationFilter());
            out.writeUTF(options.waitStrategy().name());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void writeTexts(DataOutputStream out, List<?> objects) throws IOException {
        out.writeInt(objects.size());
        for (Object object : objects) {
            out.writeUTF(object.toString());
        }
    }

    private static void writeText(DataOutputStream out, Optional<?> object) throws IOException {
        out.writeUTF(object.isPresent() ? object.get().toString() : "");
    }

    public static Options read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return new Options(
                    readTexts(in),
                    readPaths(in),
                    readMap(in),
                    path(in.readUTF()),
                    path(in.readUTF()),
                    codec(in.readUTF()),
                    text(in.readUTF()),
                    Options.WaitStrategy.valueOf(in.readUTF()));
        } catch (IOException e) {
            throw new UncheckedIOException("the options of this process's session are damaged", e);
        }
    }

    private static List<String> readTexts(DataInputStream in) throws IOException {
        int size = in.readInt();
        List<String> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            list.add(in.readUTF());
        }
        return list;
    }

    private static List<Path> readPaths(DataInputStream in) throws IOException {
        List<Path> paths = new ArrayList<>();
        for (String text : readTexts(in)) {
            paths.add(Path.of(text));
        }
        return paths;
    }

    private static Map<String, String> readMap(DataInputStream in) throws IOException {
        int size = in.readInt();
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            map.put(in.readUTF(), in.readUTF());
        }
        return map;
    }

    private static Optional<Path> path(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    }

    private static Optional<String> text(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
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
