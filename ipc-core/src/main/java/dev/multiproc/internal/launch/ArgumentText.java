package dev.multiproc.internal.launch;

import java.util.ArrayList;
import java.util.List;

/** Parses the launcher's argument file: words between white space, quotes with escapes in them, and comments after {@code #}. */
final class ArgumentText {
    private final String text;
    private int at;

    ArgumentText(String text) {
        this.text = text;
    }

    /** A word, quoted for such a file. */
    static String quoted(String word) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            switch (c) {
                case '\\', '"' -> quoted.append('\\').append(c);
                // An unescaped end of line would end the word.
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\f' -> quoted.append("\\f");
                default -> quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    List<String> words() {
        List<String> words = new ArrayList<>();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (FlagText.isSpace(c)) {
                at++;
            } else if (c == '#') {
                skipLine();
            } else {
                words.add(word());
            }
        }
        return words;
    }

    private void skipLine() {
        while (at < text.length() && !isLineEnd(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        char quote = 0;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quote == 0 && (FlagText.isSpace(c) || c == '#')) {
                break;
            }
            if (quote != 0 && isLineEnd(c)) {
                break; // The launcher does not allow it either.
            }
            if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else if (c == '\\' && at + 1 < text.length() && (quote != 0 || isLineEnd(text.charAt(at + 1)))) {
                at++;
                appendEscaped(word);
            } else {
                word.append(c);
            }
        }
        return word.toString();
    }

    /** Handles the character after a backslash. An end of line, and the indentation of the next line, are skipped. */
    private void appendEscaped(StringBuilder word) {
        char c = text.charAt(at);
        switch (c) {
            case 'n' -> word.append('\n');
            case 'r' -> word.append('\r');
            case 't' -> word.append('\t');
            case 'f' -> word.append('\f');
            case '\n', '\r' -> {
                while (at + 1 < text.length() && FlagText.isSpace(text.charAt(at + 1))) {
                    at++;
                }
            }
            default -> word.append(c);
        }
    }
}
