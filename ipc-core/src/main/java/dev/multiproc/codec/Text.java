package dev.multiproc.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * Encodes strings: with one byte per character if possible, else as UTF-8; as UTF-16 if the string has an unpaired
 * surrogate, which UTF-8 cannot represent.
 */
final class Text {
    private Text() {}

    /** Encodes a string that is a whole item: without a length, and without a copy. */
    static byte[] encodeWhole(String text) {
        Output.checkCount(text.length());
        byte[] encoded;
        if (isLatin1(text)) {
            encoded = new byte[1 + text.length()];
            encoded[0] = Tag.WHOLE_LATIN1;
            copyLatin1(text, encoded, 1);
            return encoded;
        }
        boolean wellFormed = isWellFormed(text);
        byte[] body = wellFormed ? text.getBytes(UTF_8) : utf16(text);
        Output.checkCount(body.length);
        encoded = new byte[1 + body.length];
        encoded[0] = (byte) (wellFormed ? Tag.WHOLE_UTF8 : Tag.WHOLE_UTF16);
        System.arraycopy(body, 0, encoded, 1, body.length);
        return encoded;
    }

    static void write(String text, Output out) {
        if (isLatin1(text)) {
            out.write(Tag.LATIN1);
            out.writeVarint(text.length());
            out.writeLatin1(text);
            return;
        }
        Output.checkCount(text.length());
        boolean wellFormed = isWellFormed(text);
        byte[] body = wellFormed ? text.getBytes(UTF_8) : utf16(text);
        out.write(wellFormed ? Tag.UTF8 : Tag.UTF16);
        out.writeVarint(body.length);
        out.write(body);
    }

    static String read(int tag, Input in) {
        if (tag < Tag.LATIN1) {
            throw CodecException.unknownTag(tag);
        }
        int length = in.readCount(1);
        return decode(tag, in.bytes(), in.take(length), length);
    }

    static String decode(int tag, byte[] bytes, int offset, int length) {
        return switch (tag) {
            case Tag.LATIN1, Tag.WHOLE_LATIN1 -> new String(bytes, offset, length, ISO_8859_1);
            case Tag.UTF8, Tag.WHOLE_UTF8 -> new String(bytes, offset, length, UTF_8);
            case Tag.UTF16, Tag.WHOLE_UTF16 -> fromUtf16(bytes, offset, length);
            default -> throw CodecException.unknownTag(tag);
        };
    }

    /** Copies the low byte of each character. */
    @SuppressWarnings("deprecation") // Drops high bytes, which are 0 here; no other method copies to a position
    static void copyLatin1(String text, byte[] target, int offset) {
        text.getBytes(0, text.length(), target, offset);
    }

    private static boolean isLatin1(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) > 0xff) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWellFormed(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char unit = text.charAt(i);
            if (Character.isSurrogate(unit)) {
                boolean pair = i + 1 < length && Character.isSurrogatePair(unit, text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** Does not use {@link String#getBytes}, which replaces unpaired surrogates. */
    private static byte[] utf16(String text) {
        ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(text.length(), Character.BYTES));
        buffer.asCharBuffer().put(text);
        return buffer.array();
    }

    private static String fromUtf16(byte[] bytes, int offset, int length) {
        if (length % Character.BYTES != 0) {
            throw CodecException.damaged("half a character of " + UTF_16BE);
        }
        return ByteBuffer.wrap(bytes, offset, length).asCharBuffer().toString();
    }
}
