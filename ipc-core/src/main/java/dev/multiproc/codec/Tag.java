package dev.multiproc.codec;

/**
 * The first byte of each item, which defines what follows. The high four bits are the family.
 *
 * <pre>
 *   item    := tag, body
 *   WHOLE_* := the text or the bytes up to the end; only for a top-level item
 *   LATIN1, UTF8, UTF16, BYTES, BIG_INTEGER := length, that many bytes
 *   INTEGER, LONG := zigzag varint; SHORT, CHARACTER 2, FLOAT 4, DOUBLE 8 bytes, big-endian
 *   BOOLEANS .. DOUBLES := count, elements, big-endian
 *   OBJECTS := class, count, items
 *   lists, sets := count, items;  maps := count, then key and value for each
 *   RECORD := class, fingerprint of its components (4 bytes), items
 *   ENUM := class, name of the constant
 *   LAMBDA := the names of its class, its interface, method and descriptor there, the kind of method handle (varint), the names of
 *       class, method and descriptor that it calls, its type, and the count of captured items, items
 *   SERIALIZED := length (4 bytes), CRC-32C (4 bytes), what Java serialization wrote
 *   class := 0, length, name in UTF-8; or the index (from 1) of a class named earlier in the same item
 * </pre>
 *
 * Lengths, counts and indexes are varints: seven bits per byte, low bits first; the high bit is set if more bytes
 * follow.
 */
final class Tag {
    static final int TEXT_FAMILY = 0;
    static final int WHOLE_LATIN1 = 0x01;
    static final int WHOLE_UTF8 = 0x02;
    static final int WHOLE_UTF16 = 0x03;
    static final int WHOLE_BYTES = 0x04;
    static final int LATIN1 = 0x05;
    static final int UTF8 = 0x06;
    static final int UTF16 = 0x07;

    static final int SCALAR_FAMILY = 1;
    static final int NULL = 0x10;
    static final int FALSE = 0x11;
    static final int TRUE = 0x12;
    static final int BYTE = 0x13;
    static final int SHORT = 0x14;
    static final int CHARACTER = 0x15;
    static final int INTEGER = 0x16;
    static final int LONG = 0x17;
    static final int FLOAT = 0x18;
    static final int DOUBLE = 0x19;
    static final int BIG_INTEGER = 0x1a;
    static final int BIG_DECIMAL = 0x1b;
    static final int DURATION = 0x1c;
    static final int INSTANT = 0x1d;
    static final int UUID = 0x1e;

    static final int ARRAY_FAMILY = 2;
    static final int BYTES = 0x20;
    static final int BOOLEANS = 0x21;
    static final int SHORTS = 0x22;
    static final int CHARS = 0x23;
    static final int INTS = 0x24;
    static final int LONGS = 0x25;
    static final int FLOATS = 0x26;
    static final int DOUBLES = 0x27;

    static final int CONTAINER_FAMILY = 3;
    static final int LIST = 0x30;
    static final int LINKED_LIST = 0x31;
    static final int UNMODIFIABLE_LIST = 0x32;
    static final int HASH_MAP = 0x33;
    static final int LINKED_HASH_MAP = 0x34;
    static final int UNMODIFIABLE_MAP = 0x35;
    static final int HASH_SET = 0x36;
    static final int LINKED_HASH_SET = 0x37;
    static final int UNMODIFIABLE_SET = 0x38;
    static final int OPTIONAL = 0x39;
    static final int OBJECTS = 0x3a;

    static final int OBJECT_FAMILY = 4;
    static final int RECORD = 0x40;
    static final int ENUM = 0x41;
    static final int SERIALIZED = 0x42;
    static final int LAMBDA = 0x43;

    private Tag() {}

    static int family(int tag) {
        return tag >>> 4;
    }
}
