package dev.multiproc.internal.launch;

import java.io.PrintWriter;
import java.io.StringWriter;

/** The texts of an exception. The exception's own methods may throw in turn, which must not hide the exception. */
final class SafeText {
    private SafeText() {}

    /** The result of {@link Throwable#toString}; only the class name if that method throws. */
    static String of(Throwable failure) {
        try {
            return String.valueOf(failure);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            return failure.getClass().getName() + " (its message cannot be had: "
                    + e.getClass().getName() + ")";
        }
    }

    /**
     * The output of {@link Throwable#printStackTrace}. If that method throws, the texts of the exception and its cause, with the
     * exception's stack trace.
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
