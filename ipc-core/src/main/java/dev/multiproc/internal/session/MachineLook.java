package dev.multiproc.internal.session;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.Options;
import dev.multiproc.inspect.MachineInspection;
import dev.multiproc.internal.launch.CacheDirectory;
import dev.multiproc.internal.launch.FlagVariables;
import dev.multiproc.internal.park.Parkers;
import java.io.IOException;
import java.util.Collections;
import java.util.Objects;

/** Finds out what the machine and the environment of this JVM give. */
final class MachineLook {
    private MachineLook() {}

    static MachineInspection at(Options options) {
        Objects.requireNonNull(options, "options");
        try {
            return new MachineInspection(
                    Parkers.nameOfBest(),
                    BaseDirectory.find(options),
                    CacheDirectory.find(),
                    Collections.unmodifiableMap(FlagVariables.own(System.getenv())));
        } catch (IOException e) {
            throw new MultiprocessingException(
                    "cannot find the directory of sessions: " + e.getMessage()
                            + "; choose another with -Dmultiproc.baseDirectory=PATH",
                    e);
        }
    }
}
