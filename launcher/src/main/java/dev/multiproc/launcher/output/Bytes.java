package dev.multiproc.launcher.output;

import java.util.Locale;

/** Numbers of bytes for people to read. */
public final class Bytes {
    private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB", "PB"};
    private static final int STEP = 1024;
    private static final int DIGITS_BELOW = 10;

    private Bytes() {}

    /**
     * A number of bytes with its unit.
     *
     * @param bytes how many
     * @return for example {@code 64 MB} or {@code 1.5 GB}, in units of 1024
     */
    public static String text(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= STEP && unit < UNITS.length - 1) {
            value /= STEP;
            unit++;
        }
        boolean isWhole = unit == 0 || value >= DIGITS_BELOW || value == Math.rint(value);
        return String.format(Locale.ROOT, isWhole ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
    }
}
