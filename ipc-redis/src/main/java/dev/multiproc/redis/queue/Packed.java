package dev.multiproc.redis.queue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads what a script has packed with {@code cmsgpack}: an array of strings. */
final class Packed {
    private Packed() {}

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Packs an array of fewer than 16 strings. */
    static byte[] pack(List<byte[]> strings) {
        int size = 1;
        for (byte[] each : strings) {
            size += 1 + Integer.BYTES + each.length;
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        out.put((byte) (0x90 | strings.size()));
        for (byte[] each : strings) {
            out.put((byte) 0xdb);
            out.putInt(each.length);
            out.put(each);
        }
        return out.array();
    }

    /** The strings of an array that begins there. */
    static List<byte[]> strings(byte[] packed, int begin) {
        ByteBuffer in = ByteBuffer.wrap(packed, begin, packed.length - begin);
        int type = in.get() & 0xff;
        int count =
                switch (type) {
                    case 0xdc -> in.getShort() & 0xffff;
                    case 0xdd -> in.getInt();
                    default -> size(type, 0x90, 0x0f);
                };
        List<byte[]> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] each = new byte[length(in)];
            in.get(each);
            all.add(each);
        }
        return all;
    }

    private static int length(ByteBuffer in) {
        int type = in.get() & 0xff;
        return switch (type) {
            case 0xd9 -> in.get() & 0xff;
            case 0xda -> in.getShort() & 0xffff;
            case 0xdb -> in.getInt();
            default -> size(type, 0xa0, 0x1f);
        };
    }

    private static int size(int type, int mark, int mask) {
        // An empty table is packed as an empty map.
        if (type == 0x80 && mark == 0x90) {
            return 0;
        }
        if ((type & ~mask) != mark) {
            throw new IllegalStateException("the server's answer cannot be read, type=" + type);
        }
        return type & mask;
    }
}
