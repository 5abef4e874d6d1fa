package dev.multiproc.launcher.top;

import dev.multiproc.launcher.output.DisplayWidth;

/** How many columns of a terminal a text takes: Chinese characters and the like take two. */
final class TextWidth {
    private TextWidth() {}

    static int of(String text) {
        return text.codePoints().map(DisplayWidth::of).sum();
    }

    /** The text without control characters, cut to so many columns. */
    static String cut(String text, int columns) {
        StringBuilder cut = new StringBuilder();
        int width = 0;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int codePoint = text.codePointAt(at);
            int shown = Character.isISOControl(codePoint) ? '?' : codePoint;
            width += DisplayWidth.of(shown);
            if (width > columns) {
                break;
            }
            cut.appendCodePoint(shown);
        }
        return cut.toString();
    }

    static String padRight(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - of(text)));
    }

    static String padLeft(String text, int columns) {
        return " ".repeat(Math.max(0, columns - of(text))) + text;
    }
}
