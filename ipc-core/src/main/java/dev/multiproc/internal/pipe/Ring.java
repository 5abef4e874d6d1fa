package dev.multiproc.internal.pipe;

import dev.multiproc.internal.control.MappedRegion;
import java.nio.ByteBuffer;

/** The bytes of one direction: a position counts on, and its place is the remainder by the length, a power of two. */
final class Ring {
    private final MappedRegion file;
    private final int begin;
    private final int length;

    Ring(MappedRegion file, int begin, int length) {
        this.file = file;
        this.begin = begin;
        this.length = length;
    }

    private int place(long position) {
        return (int) (position & length - 1);
    }

    int getInt(long position, int offset) {
        return file.getInt(begin + place(position) + offset);
    }

    void putHead(long position, int bytes, int form) {
        file.setInt(begin + place(position), bytes);
        file.setInt(begin + place(position) + PipeDescriptor.FORM_OFFSET, form);
    }

    void put(long position, ByteBuffer source, int from, int count) {
        int place = place(position);
        int first = Math.min(count, length - place);
        file.memory().put(begin + place, source, from, first);
        if (first < count) {
            file.memory().put(begin, source, from + first, count - first);
        }
    }

    void get(long position, ByteBuffer target, int to, int count) {
        int place = place(position);
        int first = Math.min(count, length - place);
        target.put(to, file.memory(), begin + place, first);
        if (first < count) {
            target.put(to + first, file.memory(), begin, count - first);
        }
    }
}
