package dev.multiproc.internal.launch;

import dev.multiproc.internal.control.Journal;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses flags in an environment variable: words between white space; parts in single or double quotes may contain white space.
 * The JVM's own files of flags have the same format; the launcher's argument files also have comments and escapes.
 */
final class FlagText {
    private static final String VM_OPTIONS_FILE = "-XX:VMOptionsFile=";
    private static final int MAX_DEPTH = 5;

    private FlagText() {}

    /** The words of a variable that the JVM reads. A word that names a file of flags is replaced by the file's words. */
    static List<String> ofJvm(String value) {
        return withFiles(words(value), MAX_DEPTH);
    }

    /** The words of the variable that the launcher reads. Words that name argument files are replaced too. */
    static List<String> ofLauncher(String value) {
        List<String> flags = new ArrayList<>();
        for (String word : words(value)) {
            if (word.startsWith("@@")) {
                flags.add(word.substring(1));
            } else if (word.startsWith("@")) {
                String text = read(word.substring(1));
                flags.addAll(text == null ? List.of(word) : new ArgumentText(text).words());
            } else {
                flags.add(word);
            }
        }
        return withFiles(flags, MAX_DEPTH);
    }

    private static List<String> withFiles(List<String> words, int depth) {
        List<String> flags = new ArrayList<>();
        for (String word : words) {
            if (word.startsWith(VM_OPTIONS_FILE) && depth > 0) {
                String text = read(word.substring(VM_OPTIONS_FILE.length()));
                flags.addAll(text == null ? List.of(word) : withFiles(words(text), depth - 1));
            } else {
                flags.add(word);
            }
        }
        return flags;
    }

    /**
     * Null if the file cannot be read, such as one whose name the locale cannot express. The child's JVM then reads it itself, or
     * reports the failure.
     */
    private static String read(String file) {
        try {
            return Files.readString(Path.of(file), Charset.forName("ISO-8859-1"));
        } catch (IOException | InvalidPathException e) {
            Journal.debug(FlagText.class, "cannot read flags, path=" + file, e);
            return null;
        }
    }

    /** The words of a text, without reading files. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean isInWord = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                isInWord = true;
            } else if (isSpace(c)) {
                if (isInWord) {
                    words.add(word.toString());
                }
                word.setLength(0);
                isInWord = false;
            } else {
                word.append(c);
                isInWord = true;
            }
        }
        if (isInWord) {
            words.add(word.toString());
        }
        return words;
    }

    /** Like C's {@code isspace}. */
    static boolean isSpace(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    /** A text that a variable can have, with these words. */
    static String join(List<String> words) {
        StringBuilder text = new StringBuilder();
        for (String word : words) {
            if (text.length() > 0) {
                text.append(' ');
            }
            quote(word, text);
        }
        return text.toString();
    }

    private static void quote(String word, StringBuilder text) {
        boolean isPlain = !word.isEmpty();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            isPlain &= c != '"' && c != '\'' && !isSpace(c);
        }
        if (isPlain) {
            text.append(word);
            return;
        }
        // Each kind of quote is written inside the other kind.
        text.append('"');
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            text.append(c == '"' ? "\"'\"'\"" : String.valueOf(c));
        }
        text.append('"');
    }
}
