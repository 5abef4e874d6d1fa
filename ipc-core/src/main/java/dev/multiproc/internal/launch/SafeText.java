package dev.multiproc.internal.launch;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What an exception says of itself; its own methods may throw in turn, and that must not hide it. */
final class SafeText {
    private SafeText() {}

    /** What {@link Throwable#toString} gives; the class alone if its own text cannot be had. */
    static String of(Throwable failure) {
        try {
            return String.valueOf(failure);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            return failure.getClass().getName() + " (its message cannot be had: "
                    + e.getClass().getName() + ")";
        }
    }

    /**
     * What {@link Throwable#printStackTrace} prints; where its own methods throw, its class, and where it and its cause were
     * thrown.
     */
    static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        try {
            failure.printStackTrace(new PrintWriter(text, true));
            return text.toString();
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            return plainTrace(failure);
        }
    }

    private static String plainTrace(Throwable failure) {
        StringBuilder text = new StringBuilder(of(failure)).append('\n');
        try {
            for (StackTraceElement element : failure.getStackTrace()) {
                text.append("\tat ").append(element).append('\n');
            }
            Throwable cause = failure.getCause();
            if (cause != null && cause != failure) {
                text.append("Caused by: ").append(of(cause)).append('\n');
            }
        } catch (RuntimeException | StackOverflowError e) {
            text.append("\t(its stack trace cannot be had: ")
                    .append(e.getClass().getName())
                    .append(")\n");
        }
        return text.toString();
    }
}
