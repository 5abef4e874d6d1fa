package dev.multiproc.internal.control;

import java.io.File;

/** Where JNA, which Chronicle and this library use, unpacks its native library. */
public final class JnaDirectory {
    private static final String PROPERTY = "jna.tmpdir";

    private JnaDirectory() {}

    /**
     * Called before JNA is loaded. For a user without a home directory, JNA would make a directory named "?" in the
     * working directory.
     */
    public static void keepOutOfWorkingDirectory() {
        if (!new File(System.getProperty("user.home", "")).isAbsolute() && System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, System.getProperty("java.io.tmpdir"));
        }
    }
}
