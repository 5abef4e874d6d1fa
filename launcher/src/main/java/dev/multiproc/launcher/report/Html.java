package dev.multiproc.launcher.report;

import java.util.Locale;

/** Pieces of HTML. */
public final class Html {
    private Html() {}

    /** Text as it is, in an element or in a quoted attribute. */
    public static String text(Object value) {
        return value.toString()
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A number for CSS and SVG. */
    static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** Seconds for people. */
    static String seconds(double seconds) {
        return seconds < 10
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : seconds < 600
                        ? String.format(Locale.ROOT, "%.0f s", seconds)
                        : String.format(Locale.ROOT, "%.0f min", seconds / 60);
    }

    /** A count or a rate for people. */
    static String amount(double value) {
        if (value >= 1e6) {
            return String.format(Locale.ROOT, "%.1f M", value / 1e6);
        }
        if (value >= 1e4) {
            return String.format(Locale.ROOT, "%.0f k", value / 1e3);
        }
        return value >= 10 || value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.1f", value);
    }
}
