package dev.multiproc.launcher.job;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Text for a shell. Items and commands are bytes, not characters: here each byte is a character from U+0000 to U+00FF, so that
 * no encoding changes them.
 */
final class ShellText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+:,./-]+");

    private ShellText() {}

    static String of(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** One word for a shell, whatever bytes it has. */
    static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** One word for a shell, without quotes if it needs none. */
    static String quoteIfNeeded(String text) {
        return PLAIN.matcher(text).matches() ? text : quote(text);
    }
}
