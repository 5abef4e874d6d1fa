package dev.multiproc.launcher.queue;

import dev.multiproc.inspect.HistoryEntry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What an item of a queue is for a shell: its bytes, or the text of an item that a Java program put. */
final class ItemBytes {
    private ItemBytes() {}

    /** The bytes of an item; empty if it is of a type that has no sensible text. */
    static Optional<byte[]> of(Object item) {
        if (item instanceof byte[] bytes) {
            return Optional.of(bytes);
        }
        boolean hasText = item instanceof CharSequence
                || item instanceof Number
                || item instanceof Boolean
                || item instanceof Character
                || item instanceof UUID
                || item instanceof Instant
                || item instanceof Duration
                || item instanceof Enum<?>
                || item instanceof Record
                || item instanceof Collection<?>
                || item instanceof Map<?, ?>;
        return hasText ? Optional.of(item.toString().getBytes(StandardCharsets.UTF_8)) : Optional.empty();
    }

    /** The bytes of an item of a queue's history; empty if they are not there, or have no text. */
    static Optional<byte[]> of(HistoryEntry entry) {
        return entry.value().flatMap(ItemBytes::of);
    }

    /** Why an item cannot be used. */
    static String refusal(Object item) {
        return "it is a " + item.getClass().getTypeName()
                + ", which has no text: a shell can use bytes, texts and numbers";
    }

    /** Bytes as a text in one line for people, cut if it is long. */
    static String shown(byte[] bytes, int maxLength) {
        StringBuilder shown = new StringBuilder();
        String text = new String(bytes, 0, Math.min(bytes.length, 4 * maxLength), StandardCharsets.UTF_8);
        for (int at = 0; at < text.length() && shown.length() < maxLength; ) {
            int c = text.codePointAt(at);
            append(shown, c);
            at += Character.charCount(c);
        }
        return shown.length() < maxLength && bytes.length <= 4 * maxLength ? shown.toString() : shown + "...";
    }

    private static void append(StringBuilder shown, int c) {
        switch (c) {
            case '\n' -> shown.append("\\n");
            case '\t' -> shown.append("\\t");
            case '\\' -> shown.append("\\\\");
            default -> {
                if (Character.isISOControl(c)) {
                    shown.append(String.format(Locale.ROOT, "\\x%02x", c));
                } else {
                    shown.appendCodePoint(c);
                }
            }
        }
    }
}
