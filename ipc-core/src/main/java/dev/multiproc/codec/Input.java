package dev.multiproc.codec;

import java.nio.ByteBuffer;

/**
 * Reads from bytes that may be damaged. Never reads past the end, and accepts no length that the remaining bytes cannot
 * contain, so no allocation is larger than the input times a small factor.
 */
class Input {
    private final byte[] bytes;
    private final int end;
    private int position;
    /** How many items the counts read so far announce that are still to come. Each takes at least one byte. */
    private long owedItems = 1;

    Input(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.position = offset;
        this.end = offset + length;
    }

    final byte[] bytes() {
        return bytes;
    }

    final boolean isAtEnd() {
        return position == end;
    }

    /** Reads an item's tag, which is one announced item less. */
    final int readTag() {
        owedItems--;
        return readByte();
    }

    final byte readByte() {
        return bytes[take(1)];
    }

    final short readShort() {
        return view(Short.BYTES).getShort();
    }

    final int readInt() {
        return view(Integer.BYTES).getInt();
    }

    final long readLong() {
        return view(Long.BYTES).getLong();
    }

    final long readVarint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = readByte();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw CodecException.damaged("a number goes on for too long");
    }

    final long readZigzag() {
        long value = readVarint();
        return (value >>> 1) ^ -(value & 1);
    }

    final int readZigzagInt() {
        long value = readZigzag();
        if (value != (int) value) {
            throw CodecException.damaged(value + " does not fit an int");
        }
        return (int) value;
    }

    /** Reads how many elements of {@code elementBytes} bytes follow. */
    final int readCount(int elementBytes) {
        long count = readVarint();
        long left = end - position - owedItems;
        if (count < 0 || count > left / elementBytes) {
            throw CodecException.damaged("a length of " + count + " with " + left + " bytes left");
        }
        return (int) count;
    }

    /** Reads how many groups of {@code groupItems} items follow. */
    final int readItemCount(int groupItems) {
        int count = readCount(groupItems);
        promise((long) count * groupItems);
        return count;
    }

    final void promise(long items) {
        owedItems += items;
        if (owedItems > end - position) {
            throw CodecException.damaged(owedItems + " items with " + (end - position) + " bytes left");
        }
    }

    /** Skips bytes and returns the position of the first one. */
    final int take(int length) {
        if (length < 0 || length > end - position) {
            throw CodecException.damaged(length + " bytes wanted, " + (end - position) + " left");
        }
        int taken = position;
        position += length;
        return taken;
    }

    /** Skips bytes and returns a view of them. */
    final ByteBuffer view(int length) {
        return ByteBuffer.wrap(bytes, take(length), length);
    }
}
