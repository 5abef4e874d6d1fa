package dev.multiproc.redis.queue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Items as one string, as they go to the server, stay there and come from it; see {@code chunks.lua}. A chunk holds many small items,
 * or one large one.
 */
final class Chunk {
    static final int MOST_ITEMS = 256;
    private static final int MOST_BYTES = 64 * 1024;
    private static final int HEADER = 2 * Integer.BYTES;

    private Chunk() {}

    /** Where the first chunk ends that holds items of a list from an index on. */
    static int end(List<byte[]> bodies, int begin) {
        int end = begin;
        long size = 0;
        while (end < bodies.size()
                && end - begin < MOST_ITEMS
                && (end == begin || size + bodies.get(end).length <= MOST_BYTES)) {
            size += bodies.get(end++).length;
        }
        return end;
    }

    /** A chunk of items that are put now. */
    static byte[] of(List<byte[]> bodies) {
        int size = HEADER;
        for (byte[] each : bodies) {
            size += Integer.BYTES + each.length;
        }
        ByteBuffer chunk = ByteBuffer.allocate(size);
        chunk.putInt(bodies.size());
        chunk.putInt((int) (System.currentTimeMillis() / 1000));
        for (byte[] each : bodies) {
            chunk.putInt(each.length);
            chunk.put(each);
        }
        return chunk.array();
    }

    static byte[] ofOne(byte[] body) {
        return of(List.of(body));
    }

    /** The number of items. */
    static int count(byte[] chunk) {
        return ByteBuffer.wrap(chunk).getInt(0);
    }

    /** Where the first item's bytes begin, behind their length. */
    static int first() {
        return HEADER + Integer.BYTES;
    }

    /** The length of the item whose bytes begin there. */
    static int length(byte[] chunk, int begin) {
        return ByteBuffer.wrap(chunk).getInt(begin - Integer.BYTES);
    }

    /** Where the bytes of the item behind that one begin. */
    static int next(byte[] chunk, int begin) {
        return begin + length(chunk, begin) + Integer.BYTES;
    }

    /** Copies of the items. */
    static List<byte[]> bodies(byte[] chunk) {
        ByteBuffer in = ByteBuffer.wrap(chunk);
        int count = in.getInt();
        int unused = in.getInt();
        List<byte[]> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] each = new byte[in.getInt()];
            in.get(each);
            all.add(each);
        }
        return all;
    }
}
