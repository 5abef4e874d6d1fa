package dev.multiproc.launcher.output;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The size of the terminal.
 *
 * @param rows lines
 * @param columns characters in each
 */
public record TerminalSize(int rows, int columns) {
    static final int DEFAULT_ROWS = 24;
    static final int DEFAULT_COLUMNS = 80;

    private static final TerminalSize DEFAULT = new TerminalSize(DEFAULT_ROWS, DEFAULT_COLUMNS);
    private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("([1-9]\\d{0,4}) ([1-9]\\d{0,4})");
    private static final long PATIENCE_SECONDS = 2;

    /** Asks {@code stty}; 24 rows of 80 columns where it does not know. */
    public static TerminalSize ask() throws InterruptedException {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                stty.destroyForcibly();
                return DEFAULT;
            }
            String text = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            Matcher matcher = ROWS_AND_COLUMNS.matcher(text.strip());
            return matcher.matches()
                    ? new TerminalSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
                    : DEFAULT;
        } catch (IOException noTerminal) {
            return DEFAULT;
        }
    }
}
