package dev.multiproc.internal.session;

import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.ProcessInfo;
import java.nio.file.Path;
import java.util.Optional;

/** The sessions of this JVM. */
public final class Sessions {
    private Sessions() {}

    public static Multiprocessing open(Options options) {
        return null;
    }

    public static Multiprocessing open(Path directory, Options options) {
        return null;
    }

    public static Multiprocessing current() {
        return null;
    }

    public static ProcessInfo currentProcess() {
        return null;
    }

    public static Optional<ProcessInfo> parentProcess() {
        return Optional.empty();
    }
}
