package dev.multiproc.internal.launch;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Makes lines of text from the bytes of a stream, which come in chunks that end anywhere. A line ends with {@code \n} or {@code
 * \r\n}. It is decoded as a whole, so that no character is cut at a chunk's end; bytes that are no UTF-8 become U+FFFD.
 *
 * <p>A line of more than the maximum comes in parts, cut between characters.
 *
 * <p><b>Threads</b>: for one thread only.
 */
final class LineSplitter {
    /** How many bytes of one line are held in memory. */
    static final int MAX_BYTES = 16 << 20;

    private static final int FIRST_BYTES = 256;
    /** A longer buffer is not kept for the next line. */
    private static final int KEPT_BYTES = 64 << 10;

    private static final int LONGEST_CHARACTER = 4;

    private final int maxBytes;
    private final Consumer<String> lines;
    private byte[] buffer = new byte[FIRST_BYTES];
    private int length;
    /** Whether a part of this line has been given out. */
    private boolean isContinued;

    LineSplitter(Consumer<String> lines) {
        this(MAX_BYTES, lines);
    }

    LineSplitter(int maxBytes, Consumer<String> lines) {
        this.maxBytes = maxBytes;
        this.lines = lines;
    }

    void add(byte[] chunk, int count) {
        int begin = 0;
        for (int i = 0; i < count; i++) {
            if (chunk[i] == '\n') {
                append(chunk, begin, i);
                endLine();
                begin = i + 1;
            }
        }
        append(chunk, begin, count);
    }

    /** Called at the end of the stream: gives out a line that has no end. */
    void end() {
        if (length > 0) {
            give(length);
        }
    }

    private void endLine() {
        int end = length > 0 && buffer[length - 1] == '\r' ? length - 1 : length;
        if (end > 0 || !isContinued) {
            give(end);
        }
        length = 0;
        isContinued = false;
        if (buffer.length > KEPT_BYTES) {
            buffer = new byte[FIRST_BYTES];
        }
    }

    private void append(byte[] chunk, int begin, int end) {
        int from = begin;
        while (from < end) {
            if (length == maxBytes) {
                givePart();
            }
            int count = Math.min(end - from, maxBytes - length);
            if (length + count > buffer.length) {
                buffer = Arrays.copyOf(buffer, Math.min(maxBytes, Math.max(length + count, 2 * buffer.length)));
            }
            System.arraycopy(chunk, from, buffer, length, count);
            length += count;
            from += count;
        }
    }

    private void givePart() {
        int end = endOfCharacters();
        give(end);
        isContinued = true;
        System.arraycopy(buffer, end, buffer, 0, length - end);
        length -= end;
    }

    private void give(int end) {
        lines.accept(new String(buffer, 0, end, StandardCharsets.UTF_8));
    }

    /** How many of the bytes are whole characters: the last one may have begun only. */
    private int endOfCharacters() {
        for (int back = 1; back < LONGEST_CHARACTER; back++) {
            int first = buffer[length - back] & 0xff;
            if (lengthOfCharacter(first) > back) {
                return length - back;
            }
            if (lengthOfCharacter(first) > 0) {
                return length;
            }
        }
        return length;
    }

    /** The length of a character with this first byte; 0 if no character begins so. */
    private static int lengthOfCharacter(int first) {
        if (first < 0x80) {
            return 1;
        }
        if (first < 0xc0) {
            return 0;
        }
        return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    }
}
