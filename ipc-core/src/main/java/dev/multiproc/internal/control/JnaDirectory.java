package dev.multiproc.internal.control;

import java.io.File;

/** Where JNA unpacks its native part, which Chronicle and this library load. */
public final class JnaDirectory {
    private static final String PROPERTY = "jna.tmpdir";

    private JnaDirectory() {}

    /** Called before JNA is loaded: of a user without a home it would make a directory named "?", wherever this process works. */
    public static void keepOutOfWorkingDirectory() {
        if (!new File(System.getProperty("user.home", "")).isAbsolute() && System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, System.getProperty("java.io.tmpdir"));
        }
    }
}
