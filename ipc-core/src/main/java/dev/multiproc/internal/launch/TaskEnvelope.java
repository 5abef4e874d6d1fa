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

/**
 * What a child is told, on a file of the session's that only its user can read: who it is, the session's options, and its
 * task. By hand, so that a child loads nothing for it.
 *
 * @param name the child's name
 * @param identity its place among the children: 2:1 is the first child of the second child
 * @param daemon whether it is a daemon
 * @param options the session's options
 * @param task the task, serialized
 */
public record TaskEnvelope(String name, String identity, boolean daemon, Options options, byte[] task) {
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(task.length + 256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(name);
            out.writeUTF(identity);
            out.writeBoolean(daemon);
            writeOptions(out);
            out.writeInt(task.length);
            out.write(task);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void writeOptions(DataOutputStream out) throws IOException {
        writeList(out, options.jvmArgs());
        writeList(out, options.classPath().stream().map(Path::toString).toList());
        writeMap(out, options.environment());
        out.writeUTF(options.workingDirectory().map(Path::toString).orElse(""));
        out.writeUTF(options.baseDirectory().map(Path::toString).orElse(""));
        out.writeUTF(options.codec().getClass().getName());
        out.writeUTF(options.deserializationFilter().orElse(""));
        out.writeUTF(options.waitStrategy().name());
    }

    private static void writeList(DataOutputStream out, List<String> list) throws IOException {
        out.writeInt(list.size());
        for (String text : list) {
            out.writeUTF(text);
        }
    }

    private static void writeMap(DataOutputStream out, Map<String, String> map) throws IOException {
        out.writeInt(map.size());
        for (Map.Entry<String, String> entry : map.entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeUTF(entry.getValue());
        }
    }

    public static TaskEnvelope of(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            String name = in.readUTF();
            String identity = in.readUTF();
            boolean daemon = in.readBoolean();
            Options options = readOptions(in);
            return new TaskEnvelope(name, identity, daemon, options, in.readNBytes(in.readInt()));
        } catch (IOException e) {
            throw new UncheckedIOException("the task of this process is damaged", e);
        }
    }

    private static Options readOptions(DataInputStream in) throws IOException {
        List<String> jvmArgs = readList(in);
        Path[] classPath = readList(in).stream().map(Path::of).toArray(Path[]::new);
        Map<String, String> environment = readMap(in);
        Optional<Path> workingDirectory = path(in.readUTF());
        Optional<Path> baseDirectory = path(in.readUTF());
        Codec codec = codec(in.readUTF());
        String filter = in.readUTF();
        return new Options(
                jvmArgs,
                List.of(classPath),
                environment,
                workingDirectory,
                baseDirectory,
                codec,
                filter.isEmpty() ? Optional.empty() : Optional.of(filter),
                Options.WaitStrategy.valueOf(in.readUTF()));
    }

    private static List<String> readList(DataInputStream in) throws IOException {
        int size = in.readInt();
        List<String> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            list.add(in.readUTF());
        }
        return list;
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

    private static Codec codec(String className) {
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

    @Override
    public String toString() {
        return "TaskEnvelope[name=" + name + "]";
    }
}
