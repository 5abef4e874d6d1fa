package dev.multiproc.internal.object;

import dev.multiproc.internal.control.ControlDescriptor;
import java.nio.charset.StandardCharsets;

/** Names of shared objects: checked, and turned into file names that any locale can express. */
public final class SafeName {
    private static final int MAX_BYTES = 80;
    private static final int MAX_WITH_SUFFIX_BYTES = ControlDescriptor.OBJECT_NAME_BYTES;
    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

    private SafeName() {}

    /** Throws if no object can have this name. */
    public static String check(String name) {
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        int most = isGenerated(name) ? MAX_WITH_SUFFIX_BYTES : MAX_BYTES;
        if (length == 0 || length > most) {
            throw new IllegalArgumentException(
                    "a name takes 1 to " + MAX_BYTES + " bytes of UTF-8, name=" + name + ", bytes=" + length);
        }
        if (name.chars().anyMatch(c -> c < ' ' || c == 127 || c == '/')) {
            throw new IllegalArgumentException(
                    "a name holds no slash, no exclamation mark and no control character, name=" + name);
        }
        // The table has names in UTF-8: one that cannot be written so would never be found again.
        if (name.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw new IllegalArgumentException("a name holds no half of a surrogate pair, name=" + name);
        }
        return name;
    }

    /** Throws if a user may not give this name to a new object. */
    static void checkNew(String name) {
        if (isGenerated(name)) {
            throw new IllegalArgumentException(
                    "a name holds no slash, no exclamation mark and no control character, name=" + name);
        }
    }

    /** Whether the library gives names like this one. Users may look for such an object, but not make one. */
    static boolean isGenerated(String name) {
        return name.indexOf('!') >= 0;
    }

    /** The bytes in hexadecimal, two digits each. */
    public static String hexadecimal(byte[] bytes) {
        StringBuilder text = new StringBuilder(2 * bytes.length);
        for (byte b : bytes) {
            appendHexadecimal(text, b);
        }
        return text.toString();
    }

    private static void appendHexadecimal(StringBuilder text, byte b) {
        text.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
    }

    /** Whether a text has this length and only the digits that {@link #hexadecimal} writes. */
    public static boolean isHexadecimal(String text, int length) {
        boolean isValid = text.length() == length;
        for (int i = 0; i < length && isValid; i++) {
            char c = text.charAt(i);
            isValid = c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
        }
        return isValid;
    }

    /** A file name of plain letters and digits; other bytes are written in hexadecimal. */
    public static String toFileName(String name) {
        StringBuilder text = new StringBuilder(MAX_WITH_SUFFIX_BYTES);
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            if (b > 0 && PLAIN.indexOf(b) >= 0) {
                text.append((char) b);
            } else {
                appendHexadecimal(text.append('%'), b);
            }
        }
        return text.toString();
    }
}
