package dev.multiproc.launcher.top;

/** How many columns of a terminal a text takes: Chinese characters and the like take two. */
final class TextWidth {
    private TextWidth() {}

    static int of(String text) {
        return text.codePoints().map(TextWidth::of).sum();
    }

    private static int of(int codePoint) {
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean isWide = codePoint >= 0x1100
                && (codePoint <= 0x115f
                        || codePoint >= 0x2e80 && codePoint <= 0xa4cf
                        || codePoint >= 0xac00 && codePoint <= 0xd7a3
                        || codePoint >= 0xf900 && codePoint <= 0xfaff
                        || codePoint >= 0xfe30 && codePoint <= 0xfe6f
                        || codePoint >= 0xff00 && codePoint <= 0xff60
                        || codePoint >= 0xffe0 && codePoint <= 0xffe6
                        || codePoint >= 0x1f300 && codePoint <= 0x1faff
                        || codePoint >= 0x20000 && codePoint <= 0x3fffd);
        return isWide ? 2 : 1;
    }

    /** The text without control characters, cut to so many columns. */
    static String cut(String text, int columns) {
        StringBuilder cut = new StringBuilder();
        int width = 0;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int codePoint = text.codePointAt(at);
            int shown = Character.isISOControl(codePoint) ? '?' : codePoint;
            width += of(shown);
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
