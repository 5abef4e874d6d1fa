package dev.multiproc.launcher.output;

/** How many columns text takes on a terminal. */
public final class DisplayWidth {
    private static final char ESCAPE = '\033';

    private DisplayWidth() {}

    /**
     * The beginning of a text that fits into a number of columns. Colour sequences take no column, and are kept whole.
     *
     * @param text without control characters, other than colour sequences
     */
    public static String cut(String text, int columns) {
        int used = 0;
        int index = 0;
        while (index < text.length()) {
            if (text.charAt(index) == ESCAPE) {
                index = endOfSequence(text, index);
                continue;
            }
            int codePoint = text.codePointAt(index);
            used += of(codePoint);
            if (used > columns) {
                return text.substring(0, index);
            }
            index += Character.charCount(codePoint);
        }
        return text;
    }

    private static int endOfSequence(String text, int begin) {
        int end = begin + 1;
        while (end < text.length() && !Character.isLetter(text.charAt(end))) {
            end++;
        }
        return Math.min(text.length(), end + 1);
    }

    /** The columns of a character: two for Chinese ones and the like. */
    public static int of(int codePoint) {
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        return isWide(codePoint) ? 2 : 1;
    }

    /** East Asian wide and fullwidth characters, and pictures. */
    private static boolean isWide(int codePoint) {
        return codePoint >= 0x1100 && codePoint <= 0x115F
                || codePoint >= 0x2E80 && codePoint <= 0xA4CF
                || codePoint >= 0xAC00 && codePoint <= 0xD7A3
                || codePoint >= 0xF900 && codePoint <= 0xFAFF
                || codePoint >= 0xFE30 && codePoint <= 0xFE6F
                || codePoint >= 0xFF00 && codePoint <= 0xFF60
                || codePoint >= 0xFFE0 && codePoint <= 0xFFE6
                || codePoint >= 0x1F300 && codePoint <= 0x1FAFF
                || codePoint >= 0x20000 && codePoint <= 0x3FFFD;
    }
}
