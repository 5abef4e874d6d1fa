package dev.multiproc.internal.launch;

import dev.multiproc.ChildOutput.Stream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The last lines that a process wrote, of each stream its own: much output does not push out the few lines of an error.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
final class LastLines {
    static final int MAX_LINES = 20;
    /** Of all lines of one stream. */
    static final int MAX_CHARS = 4096;

    private final Tail out = new Tail();
    private final Tail err = new Tail();
    private long count;

    private record Entry(long number, String text) {}

    private static final class Tail {
        final Deque<Entry> entries = new ArrayDeque<>();
        int chars;

        void add(Entry entry) {
            entries.addLast(entry);
            chars += entry.text().length();
            while (entries.size() > MAX_LINES || chars > MAX_CHARS) {
                chars -= entries.removeFirst().text().length();
            }
        }
    }

    synchronized void add(Stream stream, String text) {
        String kept = text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS - 1) + "…";
        (stream == Stream.OUT ? out : err).add(new Entry(count++, kept));
    }

    /** In the order in which they were added. */
    synchronized List<String> all() {
        Deque<Entry> ofOut = new ArrayDeque<>(out.entries);
        Deque<Entry> ofErr = new ArrayDeque<>(err.entries);
        List<String> all = new ArrayList<>();
        while (!ofOut.isEmpty() || !ofErr.isEmpty()) {
            boolean isOut = ofErr.isEmpty()
                    || !ofOut.isEmpty() && ofOut.peek().number() < ofErr.peek().number();
            all.add((isOut ? ofOut : ofErr).remove().text());
        }
        return all;
    }

    /** The last lines of a file, of those behind a place in it. */
    static List<String> ofFile(Path file, long begin) throws IOException {
        LastLines last = new LastLines();
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(begin, in.length() - MAX_CHARS);
            if (from < in.length()) {
                in.seek(from);
                byte[] bytes = new byte[(int) (in.length() - from)];
                int count = Math.max(0, in.read(bytes));
                LineSplitter lines = new LineSplitter(line -> last.add(Stream.OUT, line));
                lines.add(bytes, count);
                lines.end();
            }
        }
        return last.all();
    }
}
