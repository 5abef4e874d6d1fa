package dev.multiproc.launcher.output;

import java.io.IOException;
import java.util.List;

/**
 * A terminal whose bottom shows what changes, while lines go by above it. Without a terminal it is never shown anything at the
 * bottom, and passes on lines. Thread-safe.
 */
public final class Screen {
    private static final String CLEAR_TO_END = "\033[J";

    /** So many characters are not kept back. */
    private static final int MOST_WAITING = 1 << 16;

    private final StringBuilder waiting = new StringBuilder();
    private StandardStream waitingFor = StandardStream.OUT;
    private List<String> bottom = List.of();
    private int columns = TerminalSize.DEFAULT_COLUMNS;
    private int rows = TerminalSize.DEFAULT_ROWS;
    /** Why lines cannot be written to standard output any more; null if they can. */
    private IOException failure;

    /** Takes note of the terminal's size. */
    public synchronized void resize(TerminalSize size) {
        columns = size.columns();
        rows = size.rows();
    }

    /**
     * Prints a line above what the bottom shows, at the next {@link #flush} at the latest: a child may write many at once, and the
     * bottom is not drawn anew for each. Once lines cannot be written to standard output, no more are.
     */
    public synchronized void println(StandardStream stream, String line) {
        if (stream != waitingFor) {
            flush();
            waitingFor = stream;
        }
        waiting.append(line).append('\n');
        if (waiting.length() > MOST_WAITING) {
            flush();
        }
    }

    /** Prints the lines that wait. */
    public synchronized void flush() {
        if (waiting.length() > 0) {
            clear();
            printWaiting();
            draw();
        }
    }

    private void printWaiting() {
        String text = waiting.toString();
        waiting.setLength(0);
        if (text.isEmpty() || failure != null && waitingFor == StandardStream.OUT) {
            return;
        }
        try {
            waitingFor.print(text);
        } catch (IOException hasNoReader) {
            if (waitingFor == StandardStream.OUT) {
                failure = hasNoReader;
            }
        }
    }

    /** Shows other lines at the bottom, as far as there is room. */
    public synchronized void show(List<String> lines) {
        clear();
        printWaiting();
        int first = Math.max(0, lines.size() - (rows - 1));
        bottom = lines.subList(first, lines.size()).stream()
                .map(line -> DisplayWidth.cut(line, columns - 1))
                .toList();
        draw();
    }

    /** Throws if lines could not be written to standard output. */
    public synchronized void check() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    /** Leaves nothing at the bottom. */
    public synchronized void close() {
        clear();
        printWaiting();
        bottom = List.of();
    }

    private void clear() {
        if (!bottom.isEmpty()) {
            String up = bottom.size() > 1 ? "\033[" + (bottom.size() - 1) + "A" : "";
            StandardStream.ERR.printIgnoringErrors("\r" + up + CLEAR_TO_END);
        }
    }

    private void draw() {
        if (!bottom.isEmpty()) {
            StandardStream.ERR.printIgnoringErrors(String.join("\n", bottom));
        }
    }
}
