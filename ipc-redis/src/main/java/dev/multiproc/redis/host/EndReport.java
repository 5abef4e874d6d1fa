package dev.multiproc.redis.host;

import dev.multiproc.ChildFailedException;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.codec.EncodedThrowable;
import dev.multiproc.internal.entry.FarProcess;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a child ended, as its agent tells its owner. */
final class EndReport {
    private EndReport() {}

    /** Called at the agent. */
    static byte[] of(int exitCode, Optional<ChildFailedException> failure) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(exitCode);
            List<String> lines = failure.map(ChildFailedException::lastLines).orElse(List.of());
            out.writeInt(lines.size());
            for (String line : lines) {
                write(out, line.getBytes(StandardCharsets.UTF_8));
            }
            // Without a cause a signal or an exit code ended it, which the owner puts into words itself.
            ChildFailedException thrown =
                    failure.filter(each -> each.getCause() != null).orElse(null);
            out.writeBoolean(thrown != null);
            if (thrown != null) {
                write(out, thrown.getMessage().getBytes(StandardCharsets.UTF_8));
                write(out, thrown.remoteTrace().getBytes(StandardCharsets.UTF_8));
                write(out, EncodedThrowable.of(thrown.getCause()).toBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** Called at the owner. */
    static FarProcess.End read(byte[] report) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(report))) {
            int exitCode = in.readInt();
            List<String> lines = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                lines.add(text(in));
            }
            Optional<ChildFailedException> failure = Optional.empty();
            if (in.readBoolean()) {
                String message = text(in);
                String trace = text(in);
                Throwable cause =
                        EncodedThrowable.from(ByteBuffer.wrap(bytes(in))).decode();
                failure = Optional.of(new ChildFailedException(message, cause, trace, exitCode, lines));
            }
            return new FarProcess.End(exitCode, failure, lines);
        } catch (IOException e) {
            throw new MultiprocessingException("an agent's report cannot be read", e);
        }
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }
}
