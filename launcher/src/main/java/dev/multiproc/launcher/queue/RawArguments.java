package dev.multiproc.launcher.queue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of words of the command line. The JVM decodes them by the locale, which loses what that cannot express; the kernel still
 * has them.
 */
final class RawArguments {
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    private RawArguments() {}

    /**
     * The bytes of some words.
     *
     * @param words the words, as the JVM decoded them
     * @param arguments all words behind {@code multiproc}, in which those are in the same order
     */
    static List<byte[]> of(List<String> words, List<String> arguments) {
        List<byte[]> raw = raw(arguments);
        List<byte[]> found = new ArrayList<>();
        int next = 0;
        for (String word : words) {
            int at = next;
            while (at < raw.size() && !isArgument(word, arguments.get(at))) {
                at++;
            }
            found.add(
                    at < raw.size()
                            ? unescaped(word, arguments.get(at), raw.get(at))
                            : word.getBytes(StandardCharsets.UTF_8));
            next = at + 1;
        }
        return found;
    }

    /** Whether an argument is a word, or is one that begins with @ and was escaped by another @. */
    private static boolean isArgument(String word, String argument) {
        return argument.equals(word) || word.startsWith("@") && argument.equals("@" + word);
    }

    /** The bytes without the @ by which the user escaped another one. What {@code Main} has escaped has none in its bytes. */
    private static byte[] unescaped(String word, String argument, byte[] bytes) {
        boolean isEscaped = !argument.equals(word) && argument.equals(new String(bytes, StandardCharsets.UTF_8));
        return isEscaped ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    /** The bytes of all words; empty if the kernel does not tell, or some are not of the command line but of a file. */
    private static List<byte[]> raw(List<String> arguments) {
        try {
            List<byte[]> all = split(Files.readAllBytes(COMMAND_LINE));
            if (all.size() < arguments.size()) {
                return List.of();
            }
            List<byte[]> raw = all.subList(all.size() - arguments.size(), all.size());
            for (int i = 0; i < raw.size(); i++) {
                String text = new String(raw.get(i), StandardCharsets.UTF_8);
                if (isAscii(raw.get(i)) && !isArgument(text, arguments.get(i))) {
                    return List.of();
                }
            }
            return raw;
        } catch (IOException noSuchSystem) {
            return List.of();
        }
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    /** Words that each end with a NUL. */
    private static List<byte[]> split(byte[] bytes) {
        List<byte[]> words = new ArrayList<>();
        int begin = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == 0) {
                words.add(Arrays.copyOfRange(bytes, begin, at));
                begin = at + 1;
            }
        }
        return words;
    }
}
