package dev.multiproc.redis.sync;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The scripts of shared objects: each is one of the module's files, behind what all have in common. */
public final class Script {
    private static final String COMMON = "/dev/multiproc/redis/sync/common.lua";

    private Script() {}

    /** Reads a script, which may have several parts; see {@code common.lua}. */
    public static String read(String... files) {
        StringBuilder script = new StringBuilder(text(COMMON));
        for (String each : files) {
            script.append(text(each));
        }
        return script.toString();
    }

    private static String text(String file) {
        try (InputStream in = Script.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the library is incomplete: a script is missing, file=" + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("a script cannot be read, file=" + file, e);
        }
    }
}
