package dev.multiproc.launcher.queue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Splits a stream into items, each of which ends with a separator; the last one may lack it. */
final class ItemStream {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int MAX_BYTES = 256 * 1024 * 1024;

    private final InputStream stream;
    private final byte separator;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private boolean hasEnded;

    ItemStream(InputStream stream, byte separator) {
        this.stream = stream;
        this.separator = separator;
    }

    /**
     * Reads once, and returns the items that are whole now.
     *
     * @return null at the end of the stream
     */
    List<byte[]> read() throws IOException {
        if (hasEnded) {
            return null;
        }
        List<byte[]> items = new ArrayList<>();
        int length = stream.read(buffer);
        if (length < 0) {
            hasEnded = true;
            if (begun.size() > 0) {
                items.add(begun.toByteArray());
            }
            return items;
        }
        int begin = 0;
        for (int at = 0; at < length; at++) {
            if (buffer[at] == separator) {
                items.add(end(begin, at));
                begin = at + 1;
            }
        }
        begun.write(buffer, begin, length - begin);
        if (begun.size() > MAX_BYTES) {
            throw new IOException("an item is longer than 256 MiB");
        }
        return items;
    }

    private byte[] end(int begin, int end) {
        begun.write(buffer, begin, end - begin);
        byte[] item = begun.toByteArray();
        begun.reset();
        return item;
    }
}
